import type { Account, AccountsReport, AccountState, ClientCounts } from '../../src/jobs/account';
import type { Incident } from '../../src/jobs/incident';
import { judgeAccounts, type AccountsMemory, type AccountsSeen } from '../../src/watch/account-incidents';

const minute = 60_000;
const hour = 60 * minute;
const start = Date.UTC(2026, 10, 22, 12);
/** Our clock is not the server's. */
const ahead = 7_000;

const ada = accountOf('ada');
const bob = accountOf('bob');
const refused: AccountState = { kind: 'needs-login', reason: 'invalid_grant' };
const crash: Incident = {
  id: 'ali.container.1',
  server: 'ali',
  trouble: { kind: 'container', container: 'cliproxy', cause: 'crashed', ends: 1 },
  startedAtMs: start,
  seenAtMs: start,
  revision: 4,
  endIsNews: true,
  log: [],
};

function accountOf(name: string, change: Partial<Account> = {}): Account {
  return {
    file: `claude-${name}@example.com.json`,
    provider: 'claude',
    email: `${name}@example.com`,
    state: { kind: 'fine' },
    expiresAtMs: start + 6 * hour,
    lastRefreshAtMs: start - 2 * hour,
    refreshable: true,
    ...change,
  };
}

function counted(files: number, keys: number, atMs: number, label = 'auth entries'): ClientCounts {
  const parts = [
    { count: files, label },
    { count: keys, label: 'Claude API keys' },
  ];
  return { clients: files + keys, parts, atMs };
}

/** A server whose accounts are looked at every minute. */
function watch(...before: readonly Incident[]) {
  let incidents: readonly Incident[] = before;
  let memory: AccountsMemory | undefined;
  let atMs = start;
  const look = (
    accounts: readonly Account[],
    change: Partial<AccountsReport> = {},
    seen: Partial<AccountsSeen> = {},
  ): readonly Incident[] => {
    atMs += minute;
    const report = { server: 'ali', accounts, management: 'no-key', atMs, ...change } as const;
    const judged = judgeAccounts(incidents, memory, {
      report,
      saved: undefined,
      loginUnderWay: false,
      nowMs: atMs + ahead,
      ...seen,
    });
    // As it is after it was stored.
    incidents = JSON.parse(JSON.stringify(judged.incidents)) as readonly Incident[];
    memory = JSON.parse(JSON.stringify(judged.memory)) as AccountsMemory;
    return incidents;
  };
  return { look, pass: (ms: number) => void (atMs += ms), now: () => atMs };
}

const kinds = (incidents: readonly Incident[]): readonly string[] =>
  incidents.map(({ trouble, endedAtMs }) => `${trouble.kind}${endedAtMs === undefined ? '' : ', over'}`);

describe('judging accounts', () => {
  it('reports at the first look what needs somebody, and takes the files for known', () => {
    const { look } = watch();

    const found = look([{ ...ada, state: refused }, bob], { counts: counted(2, 0, start) });

    expect(found).toEqual([
      {
        id: expect.stringMatching(/^ali\.needs-login\.[0-9a-z]+$/) as string,
        server: 'ali',
        trouble: {
          kind: 'needs-login',
          reason: 'invalid_grant',
          file: ada.file,
          email: ada.email,
          provider: 'claude',
        },
        startedAtMs: start + minute,
        seenAtMs: start + minute + ahead,
        revision: 1,
        endIsNews: true,
        log: [],
      },
    ]);
  });

  it('says a thing once, however often it looks', () => {
    const { look } = watch();
    const first = look([{ ...ada, state: refused }, bob]);

    look([{ ...ada, state: refused }, bob]);

    expect(look([{ ...ada, state: refused }, bob])).toEqual(first);
  });

  it('leaves those of containers as they are', () => {
    const { look } = watch(crash);

    expect(look([{ ...ada, state: refused }, bob])[0]).toEqual(crash);
  });

  it('gives the same thing the same name, and two things two', () => {
    const accounts = [{ ...ada, state: refused }, { ...bob, state: refused }, accountOf('eve')];
    const later = watch();
    later.pass(hour);

    const ids = [watch(), later].map(({ look }) => look(accounts).map(({ id }) => id));

    expect(ids[0]).toEqual(ids[1]);
    expect(new Set(ids[0]).size).toBe(2);
  });

  describe('of an account that needs a login', () => {
    it('says when it was logged in again', () => {
      const { look } = watch();
      look([{ ...ada, state: refused }, bob]);

      const [found] = look([{ ...ada, lastRefreshAtMs: start + minute }, bob]);

      expect(found).toMatchObject({ endedAtMs: start + 2 * minute, revision: 2, endIsNews: true });
    });

    it('is not misled when the line has left the log, or the Management API is away', () => {
      const { look } = watch();
      look([{ ...ada, state: refused }, bob], { management: 'answered' });

      const found = look([ada, bob], { management: 'unavailable' });

      expect(kinds(found)).toEqual(['needs-login']);
    });

    it('believes the Management API that it is well', () => {
      const { look } = watch();
      look([{ ...ada, state: refused }, bob], { management: 'answered' });

      expect(kinds(look([ada, bob], { management: 'answered' }))).toEqual(['needs-login, over']);
    });

    it('opens the same again when it was not well after all', () => {
      const { look } = watch();
      look([{ ...ada, state: refused }, bob], { management: 'answered' });
      look([ada, bob], { management: 'answered' });

      const found = look([{ ...ada, state: refused }, bob], { management: 'answered' });

      expect(kinds(found)).toEqual(['needs-login']);
      expect(found[0]?.revision).toBe(3);
    });

    it.each([
      ['disabled', [{ ...ada, state: { kind: 'disabled' } as const }, bob]],
      ['removed', [bob]],
    ])('does not call it well when it was %s', (_what, accounts) => {
      const { look } = watch();
      look([{ ...ada, state: refused }, bob]);

      expect(look(accounts)[0]).toMatchObject({ endedAtMs: start + 2 * minute, endIsNews: false });
    });
  });

  describe('of an account that is not refreshed', () => {
    const soon = accountOf('ada', { state: { kind: 'expires-soon' }, expiresAtMs: start + 3 * hour });

    it('says so once, also when it expires, until it is refreshed', () => {
      const { look, pass } = watch();
      look([soon, bob]);
      pass(4 * hour);
      const expired = look([{ ...soon, state: { kind: 'expired' } }, bob]);

      const refreshed = look([{ ...ada, expiresAtMs: start + 12 * hour }, bob]);

      expect(kinds(expired)).toEqual(['not-refreshing']);
      expect(expired[0]?.trouble).toMatchObject({ expiresAtMs: start + 3 * hour });
      expect(kinds(refreshed)).toEqual(['not-refreshing, over']);
    });

    it('says instead that it needs a login, once that is known', () => {
      const { look } = watch();
      look([soon, bob]);

      expect(kinds(look([{ ...soon, state: refused }, bob]))).toEqual([
        'not-refreshing, over',
        'needs-login',
      ]);
    });

    it('waits a moment with one that has only just expired', () => {
      const { look, pass } = watch();
      const expired = accountOf('eve', { state: { kind: 'expired' }, expiresAtMs: start });
      const atOnce = kinds(look([expired, bob]));
      pass(20 * minute);

      expect([atOnce, kinds(look([expired, bob]))]).toEqual([[], ['not-refreshing']]);
    });
  });

  describe('of files', () => {
    it('says that one appeared that no login of ours made, and that is over at once', () => {
      const { look } = watch();
      look([ada]);

      const found = look([ada, bob]);

      expect(found).toMatchObject([
        { trouble: { kind: 'appeared', file: bob.file }, endedAtMs: start + 2 * minute, endIsNews: false },
      ]);
      expect(look([ada, bob])).toEqual(found);
    });

    it('does not speak of what a login of ours saved', () => {
      const { look, now } = watch();
      look([ada]);

      const found = look([ada, bob], {}, { saved: { files: { [bob.file]: now() } } });

      expect(found).toEqual([]);
      expect(look([ada, bob])).toEqual([]);
    });

    it('waits with what it finds until a login is over', () => {
      const { look } = watch();
      look([ada]);
      const during = look([bob], {}, { loginUnderWay: true });

      const after = look([bob]);

      expect(during).toEqual([]);
      expect(kinds(after)).toEqual(['appeared, over', 'vanished']);
    });

    it('says that one vanished, until it is back, and does not call it new then', () => {
      const { look } = watch();
      look([ada, bob]);

      const gone = look([ada]);
      const back = look([ada, bob]);

      expect(gone).toMatchObject([{ trouble: { kind: 'vanished', file: bob.file, email: bob.email } }]);
      expect(kinds(back)).toEqual(['vanished, over']);
    });

    it('does not wait for a vanished one for ever', () => {
      const { look, pass } = watch();
      look([ada, bob]);
      look([ada]);
      pass(25 * hour);

      expect(kinds(look([ada]))).toEqual(['vanished, over']);
    });
  });

  describe('of the clients that CLIProxyAPI counts', () => {
    it('says that they fell, and which files are missing, in one message', () => {
      const { look } = watch();
      look([ada, bob], { counts: counted(2, 3, start) });

      const found = look([ada], { counts: counted(1, 3, start + minute) });

      expect(found.map(({ trouble }) => trouble)).toEqual([
        {
          kind: 'clients-fell',
          before: counted(2, 3, start),
          after: counted(1, 3, start + minute),
          missing: [bob.file],
        },
      ]);
    });

    it('says that they fell by a key that is in no file', () => {
      const { look } = watch();
      look([ada], { counts: counted(1, 3, start) });

      expect(look([ada], { counts: counted(1, 2, start + minute) })).toMatchObject([
        { trouble: { kind: 'clients-fell', missing: [] } },
      ]);
    });

    it('does not say later what was said when the file vanished', () => {
      const { look } = watch();
      look([ada, bob], { counts: counted(2, 3, start) });
      look([ada], { counts: counted(2, 3, start) });

      const found = look([ada], { counts: counted(1, 3, start + 2 * minute) });

      expect(kinds(found)).toEqual(['vanished']);
    });

    it('ends when they are counted again', () => {
      const { look } = watch();
      look([ada, bob], { counts: counted(2, 3, start) });
      look([ada], { counts: counted(1, 3, start + minute) });

      const found = look([ada, bob], { counts: counted(2, 3, start + 2 * minute) });

      expect(kinds(found)).toEqual(['clients-fell, over']);
    });

    it('grows when they fall further', () => {
      const { look } = watch();
      look([ada], { counts: counted(1, 3, start) });
      look([ada], { counts: counted(1, 2, start + minute) });

      const found = look([ada], { counts: counted(1, 1, start + 2 * minute) });

      expect(found).toMatchObject([
        { revision: 2, trouble: { before: { clients: 4 }, after: { clients: 2 } } },
      ]);
    });

    it('compares only what two lines both count', () => {
      const { look } = watch();
      const vertex = { count: 2, label: 'Vertex-compat' };
      const updated = { ...counted(2, 3, start), clients: 7 };
      look([ada, bob], { counts: { ...updated, parts: [...updated.parts, vertex] } });

      const found = look([ada, bob], { counts: counted(2, 3, start + minute, 'auth files') });

      expect(found).toEqual([]);
    });
  });

  describe('of a provider', () => {
    const other = accountOf('eve', { provider: 'codex' });

    it('says that none of its accounts can be used, and when one can again', () => {
      const { look } = watch();
      look([ada, bob, other]);
      const down = look([{ ...ada, state: refused }, { ...bob, state: { kind: 'disabled' } }, other]);

      const up = look([{ ...ada, state: refused }, { ...bob, state: { kind: 'fine' } }, other]);

      expect(down.find(({ trouble }) => trouble.kind === 'provider-unusable')).toMatchObject({
        trouble: { provider: 'claude', accounts: 2 },
        endIsNews: true,
      });
      expect(kinds(up)).toEqual(['needs-login', 'provider-unusable, over']);
    });

    it('leaves it at the one alert where its only account needs a login', () => {
      const { look } = watch();

      const found = look([{ ...ada, state: refused }]);

      expect(kinds(found)).toEqual(['needs-login']);
    });

    it('takes no notice of an account that cools down while another works', () => {
      const { look } = watch();

      const found = look([{ ...ada, state: { kind: 'cooling', untilMs: start + 9 * hour } }, bob]);

      expect(found).toEqual([]);
    });

    it.each([
      ['a long pause, at once', { kind: 'cooling', untilMs: start + hour } as const, [1, 1]],
      ['a short pause, not at all', { kind: 'cooling', untilMs: start + 3 * minute } as const, [0, 0]],
      ['a pause of unknown length, at the second look', { kind: 'cooling' } as const, [0, 1]],
    ])('tells %s', (_what, state, told) => {
      const { look } = watch();

      const found = [look([{ ...ada, state }]), look([{ ...ada, state }])];

      expect(found.map(incidents => incidents.length)).toEqual(told);
    });

    it('takes accounts that were disabled before it came for what somebody wants', () => {
      const { look } = watch();
      const found = look([{ ...ada, state: { kind: 'disabled' } }]);

      look([ada]);

      expect(found).toEqual([]);
      expect(kinds(look([{ ...ada, state: { kind: 'disabled' } }]))).toEqual(['provider-unusable']);
    });

    it('does not call it well when its last account is gone', () => {
      const { look } = watch();
      look([
        { ...ada, state: refused },
        { ...bob, state: refused },
      ]);

      const found = look([]);

      expect(found.filter(({ trouble }) => trouble.kind === 'provider-unusable')).toMatchObject([
        { endedAtMs: start + 2 * minute, endIsNews: false },
      ]);
    });
  });

  it('begins anew with a memory that it does not understand', () => {
    const report = { server: 'ali', accounts: [ada], management: 'no-key', atMs: start } as const;

    const judged = judgeAccounts(
      [],
      { files: 'of another version' },
      { report, saved: undefined, loginUnderWay: false, nowMs: start },
    );

    expect(judged.incidents).toEqual([]);
  });
});
