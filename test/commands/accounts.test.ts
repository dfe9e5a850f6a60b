import { command } from '../../commands/accounts';
import type { AccessRule } from '../../src/chat/access';
import { UserError } from '../../src/errors';
import type { Account, AccountsReport, AccountState } from '../../src/jobs/account';
import type { Incident } from '../../src/jobs/incident';
import { fakeJobs, type FakeJobs } from '../fakes/jobs';
import { ada, bob, group } from '../fakes/login';
import { buttonsOf, plainText } from '../fakes/plain';
import { openScene } from './scene';

const past = Date.UTC(2020, 0, 1);
const future = Date.UTC(2120, 0, 1);
const counts = { clients: 2, parts: [{ count: 2, label: 'auth entries' }], atMs: past };
const operator: readonly AccessRule[] = [{ right: 'operator', who: ada.id }];
const refused: AccountState = { kind: 'needs-login', reason: 'invalid_grant' };

function reportOf(
  server: string,
  accounts: readonly Account[],
  change: Partial<AccountsReport> = {},
): AccountsReport {
  return { server, accounts, counts, management: 'no-key', atMs: past, ...change };
}

function reporting(accounts: readonly Account[], change: Partial<AccountsReport> = {}) {
  return openScene(
    'telegram',
    fakeJobs({ accounts: ({ server }) => Promise.resolve(reportOf(server, accounts, change)) }),
  );
}

/** A queue in which every server answers but one. */
function silentOn(silent: string): FakeJobs & { readonly answerLate: (report: AccountsReport) => void } {
  let answer: (report: AccountsReport) => void = () => undefined;
  const jobs = fakeJobs({
    accounts: ({ server }) =>
      server === silent
        ? new Promise(resolve => (answer = resolve))
        : Promise.resolve(reportOf(server, [account()])),
  });
  return Object.assign(jobs, { answerLate: (report: AccountsReport) => answer(report) });
}

function account(change: Partial<Account> = {}): Account {
  return {
    file: 'claude-ada@example.com.json',
    email: 'ada@example.com',
    provider: 'claude',
    state: { kind: 'fine' },
    ...change,
  };
}

describe('/accounts', () => {
  it('says of each account whose it is, how it is, and since when', async () => {
    const { run } = reporting([account({ expiresAtMs: future, lastRefreshAtMs: past })]);

    const { text } = await run(command);

    expect(text?.split('\n')).toEqual([
      'ali: 1 account',
      '✅ ada@example.com · claude',
      '   fine, expires 2120-01-01T00:00:00.000Z · refreshed 2020-01-01T00:00:00.000Z',
      'clients 2 (2 auth entries), as of 2020-01-01T00:00:00.000Z',
      'Requests: unknown without a management key.',
    ]);
  });

  it.each<[string, Partial<Account>, string]>([
    [
      'expired',
      { state: { kind: 'expired' }, expiresAtMs: past },
      '⌛ ada@example.com · claude\n   expired 2020-01-01',
    ],
    [
      'of which nothing is known',
      { state: { kind: 'unknown' } },
      'state and expiry unknown · last refresh unknown',
    ],
    ['disabled', { state: { kind: 'disabled' } }, 'disabled'],
    [
      'that cools down',
      { state: { kind: 'cooling', untilMs: future, reason: 'quota' } },
      'cooling down until 2120-01-01T00:00:00.000Z: quota',
    ],
    ['that needs a login', { state: refused }, 'needs login: invalid_grant'],
    [
      'that was not refreshed',
      { state: { kind: 'expires-soon' }, expiresAtMs: future, refreshable: true },
      'not refreshed in time',
    ],
    [
      'that nothing refreshes',
      { state: { kind: 'expires-soon' }, expiresAtMs: future, refreshable: false },
      'cannot be refreshed',
    ],
    ['that cannot be read', { state: { kind: 'unreadable' } }, 'cannot be read as a credential'],
  ])('says what is to be known of an account %s', async (_which, change, says) => {
    const { run } = reporting([account(change)]);

    const { text } = await run(command);

    expect(text).toContain(says);
  });

  it('counts requests where the Management API does', async () => {
    const requests = { succeeded: 12, failed: 3 };
    const { run } = reporting([account({ requests })], { management: 'answered' });

    const { text } = await run(command);

    expect(text).toContain('15 requests, 3 failed');
    expect(text).not.toContain('unknown without');
  });

  it("says how the files differ from CLIProxyAPI's count", async () => {
    const { run } = reporting([account()], { filesNow: 1 });

    expect((await run(command)).text).toContain('credential files now: 1');
  });

  it('speaks the language of the person', async () => {
    const { run } = reporting([account({ state: refused })]);

    const { text } = await run(command, { person: bob });

    expect(text).toContain('ali：1 个账号');
    expect(text).toContain('需要登录：invalid_grant');
  });

  it('says how to add the first one', async () => {
    const { run } = reporting([]);

    const { text } = await run(command);

    expect(text).toContain('ali: no accounts yet. /claude_login ali adds one.');
  });

  it.each([
    ['an e-mail', account()],
    [
      'a file that is named for it',
      { file: 'claude-ada@example.com.json', state: { kind: 'unreadable' } as const },
    ],
    ['a reason', account({ state: { kind: 'needs-login', reason: 'ada@example.com is gone' } })],
  ])('masks %s where others read', async (_what, one) => {
    const { run } = reporting([one]);

    const { text } = await run(command, { place: group });

    expect(text).not.toContain('ada@example.com');
    expect(text).toContain('…@example.com');
  });

  it('goes on with the other servers when one fails', async () => {
    const accounts = ({ server }: { readonly server: string }): Promise<AccountsReport> =>
      server === 'ali'
        ? Promise.reject(new UserError({ code: 'ssh-timeout', server, host: 'ali.example', port: 22 }))
        : Promise.resolve(reportOf(server, []));
    const { run } = openScene('telegram', fakeJobs({ accounts }));

    const { text } = await run(command, { servers: ['ali', 'tokyo'] });

    expect(text).toContain('ali: ali does not answer');
    expect(text).toContain('tokyo: no accounts yet');
  });

  it('asks the one server that is named', async () => {
    const { run, jobs } = reporting([]);

    await run(command, { servers: ['ali', 'tokyo'], options: { server: 'tokyo' } });

    expect(jobs.ran).toEqual([{ name: 'accounts', data: { server: 'tokyo' } }]);
  });

  it('lets what nobody foresaw through', async () => {
    const { run } = openScene(
      'telegram',
      fakeJobs({ accounts: () => Promise.reject(new TypeError('a bug')) }),
    );

    await expect(run(command)).rejects.toThrow('a bug');
  });

  describe('with a server that does not answer', () => {
    const unreachable: Incident = {
      id: 'tokyo.unreachable.1',
      server: 'tokyo',
      trouble: { kind: 'unreachable', problem: { code: 'connection-lost', server: 'tokyo' } },
      startedAtMs: past,
      seenAtMs: past,
      revision: 1,
      endIsNews: true,
      log: [],
    };

    it('shows the others after two seconds, with the reason that is known, and adds it when it comes', async () => {
      const jobs = silentOn('tokyo');
      await jobs.write('watch', 'tokyo', {
        incidents: [unreachable],
        history: { clients: [], startsAtMs: [] },
        watchedAtMs: 0,
        memory: undefined,
      });
      const { platform, run } = openScene('telegram', jobs);
      const send = platform.send.bind(platform);
      const startedAtMs = Date.now();
      let shownAfterMs = 0;
      platform.send = (to, message) => {
        shownAfterMs = Date.now() - startedAtMs;
        jobs.answerLate(reportOf('tokyo', [account()]));
        return send(to, message);
      };

      const { incoming, text } = await run(command, { servers: ['ali', 'tokyo'] });

      const [first] = incoming.answers.map(message => plainText(message.text));
      expect(incoming.answers).toHaveLength(1);
      expect(first).toMatch(/^🔌 tokyo: no answer yet\. .+\n\nali: 1 account\n/);
      expect(shownAfterMs).toBeLessThan(2_500);
      expect(text).toContain('tokyo: 1 account');
    });

    it('draws the picture without it', async () => {
      const { run } = openScene('telegram', silentOn('tokyo'));

      const { incoming, reply, text } = await run(command, {
        servers: ['ali', 'tokyo'],
        options: { view: 'picture' },
      });

      expect(incoming.answers).toEqual([]);
      expect(reply?.file?.kind).toBe('picture');
      expect(text).toBe('2 servers · 1 fine');
    });
  });

  it('draws a picture when asked to', async () => {
    const { run } = reporting([account({ state: refused }), account()]);

    const { reply } = await run(command, { options: { view: 'picture' } });

    expect(reply?.file).toMatchObject({
      name: 'accounts.png',
      kind: 'picture',
      description: '1 server · 1 needs login · 1 fine',
    });
    expect(
      Buffer.from(reply?.file?.bytes ?? [])
        .subarray(1, 4)
        .toString(),
    ).toBe('PNG');
  });

  describe('has buttons', () => {
    const labels = async (accounts: readonly Account[], access = operator, servers = ['ali']) => {
      const { reply } = await reporting(accounts).run(command, { access, servers });
      return buttonsOf(reply ?? { text: [] }).map(button => [
        button.label,
        'action' in button && button.action,
      ]);
    };

    it('to look again', async () => {
      expect(await labels([account()])).toEqual([['Refresh', 'accounts']]);
    });

    it('to look again at the one server that was asked for', async () => {
      const { reply } = await reporting([account()]).run(command, { options: { server: 'ali' } });

      expect(buttonsOf(reply ?? { text: [] })).toMatchObject([{ action: 'accounts:ali' }]);
    });

    it.each<[string, Partial<Account>, boolean]>([
      ['needs it', { state: refused }, true],
      ['has expired', { state: { kind: 'expired' } }, true],
      ['will expire and cannot be refreshed', { state: { kind: 'expires-soon' } }, true],
      ['may yet be refreshed', { state: { kind: 'expires-soon' }, refreshable: true }, false],
      ['cools down', { state: { kind: 'cooling' } }, false],
      ['is disabled', { state: { kind: 'disabled' } }, false],
    ])('to log in an account that %s', async (_which, change, offered) => {
      const found = await labels([account(change)]);

      expect(found.some(([label]) => label === 'Log in again')).toBe(offered);
    });

    it('to log in only for who may', async () => {
      const viewer: readonly AccessRule[] = [{ right: 'viewer', who: ada.id }];

      expect(await labels([account({ state: refused })], viewer)).toEqual([['Refresh', 'accounts']]);
    });

    it('to log in with the provider whose account it is, and not where nobody can from here', async () => {
      const found = await labels(
        ['claude', 'codex', 'codex', 'vertex'].map(provider => account({ provider, state: refused })),
      );

      expect(found).toEqual([
        ['Log in again', 'login:ali'],
        ['Log in again: Codex', 'to-codex:ali'],
        ['Refresh', 'accounts'],
      ]);
    });

    it('to log in on at most four servers, each with its name', async () => {
      const servers = ['ali', 'osaka', 'paris', 'rome', 'tokyo'];

      const found = await labels([account({ state: refused })], operator, servers);

      expect(found).toEqual([
        ['Log in again: ali', 'login:ali'],
        ['Log in again: osaka', 'login:osaka'],
        ['Log in again: paris', 'login:paris'],
        ['Log in again: rome', 'login:rome'],
        ['Refresh', 'accounts'],
      ]);
    });
  });
});
