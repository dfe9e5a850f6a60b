import { command } from '../../commands/accounts';
import { UserError } from '../../src/errors';
import type { Account, AccountsReport } from '../../src/jobs/contracts';
import { fakeJobs } from '../fakes/jobs';
import { group } from '../fakes/login';
import { plainText } from '../fakes/plain';
import { openScene } from './scene';

const past = Date.UTC(2020, 0, 1);
const future = Date.UTC(2120, 0, 1);
const counts = { clients: 2, parts: [{ count: 2, label: 'auth entries' }], atMs: past };

function reporting(...accounts: readonly Account[]) {
  return openScene(
    'telegram',
    fakeJobs({ accounts: ({ server }) => Promise.resolve({ server, accounts, counts }) }),
  );
}

function account(change: Partial<Account> = {}): Account {
  return {
    file: 'claude-ada@example.com.json',
    email: 'ada@example.com',
    provider: 'claude',
    disabled: false,
    ...change,
  };
}

describe('/accounts', () => {
  it('says of each account whose it is, until when, and since when', async () => {
    const { run } = reporting(account({ expiresAtMs: future, lastRefreshAtMs: past }));

    const { text } = await run(command);

    expect(text?.split('\n')).toEqual([
      'ali: 1 account',
      '• ada@example.com · claude',
      '   expires 2120-01-01T00:00:00.000Z, refreshed 2020-01-01T00:00:00.000Z',
      'clients 2 (2 auth entries), as of 2020-01-01T00:00:00.000Z',
    ]);
  });

  it.each([
    ['expired', account({ expiresAtMs: past }), 'expired 2020-01-01'],
    ['without an expiry', account(), 'expiry unknown'],
    ['disabled', account({ disabled: true }), ', disabled'],
    ['that cannot be read', account({ unreadable: true }), 'cannot be read as a credential'],
  ])('says what is to be known of an account %s', async (_which, one, says) => {
    const { run } = reporting(one);

    const { text } = await run(command);

    expect(text).toContain(says);
  });

  it('says how to add the first one', async () => {
    const { run } = reporting();

    const { text } = await run(command);

    expect(text).toContain('ali: no accounts yet. /claude_login ali adds one.');
  });

  it.each([
    ['an e-mail', account()],
    ['a file that is named for it', account({ unreadable: true })],
  ])('masks %s where others read', async (_what, one) => {
    const { run } = reporting(one);

    const { text } = await run(command, { place: group });

    expect(text).not.toContain('ada@example.com');
    expect(text).toContain('…@example.com');
  });

  it('goes on with the other servers when one fails', async () => {
    const accounts = ({ server }: { readonly server: string }): Promise<AccountsReport> =>
      server === 'ali'
        ? Promise.reject(new UserError({ code: 'ssh-timeout', server, host: 'ali.example', port: 22 }))
        : Promise.resolve({ server, accounts: [] });
    const { run } = openScene('telegram', fakeJobs({ accounts }));

    const { text } = await run(command, { servers: ['ali', 'tokyo'] });

    expect(text).toContain('ali: ali does not answer');
    expect(text).toContain('tokyo: no accounts yet');
  });

  it('asks the one server that is named', async () => {
    const { run, jobs } = reporting();

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

  it('says that it is looking when that takes its time', async () => {
    let answer: (report: AccountsReport) => void = () => undefined;
    const accounts = () => new Promise<AccountsReport>(resolve => (answer = resolve));
    const { run, platform } = openScene('telegram', fakeJobs({ accounts }));
    const send = platform.send.bind(platform);
    platform.send = (to, message) => {
      // Only now: it has been slow.
      answer({ server: 'ali', accounts: [] });
      return send(to, message);
    };

    const { incoming, text } = await run(command);

    expect(incoming.answers.map(each => plainText(each.text))).toEqual(['Looking…']);
    expect(text).toContain('no accounts yet');
  });
});
