import { readAccounts } from '../../src/cliproxy/accounts';
import type { CliProxy } from '../../src/cliproxy/cliproxies';
import { createLogMemory } from '../../src/cliproxy/log-memory';
import type { Managed, ManagedAccount } from '../../src/cliproxy/management';
import { fakeManagement } from '../fakes/management';
import { fakeServer, place, type FakeServer } from '../login/fake-server';
import { fakeServers } from '../login/fake-servers';
import { day, hour, minute, nowMs } from './account-file';

interface Scene {
  readonly server: FakeServer;
  readonly read: () => ReturnType<typeof readAccounts>;
  /** A Claude credential that expires in so many hours. */
  readonly put: (name: string, inHours: number, change?: object) => void;
}

function open(managed: Managed<readonly ManagedAccount[]> = { state: 'no-key' }): Scene {
  const server = fakeServer();
  server.engineFacts = { version: '27.3.1', nowMs };
  const proxy: CliProxy = {
    server,
    place: fakeServers(server).known(server.name).settings,
    management: fakeManagement({ accounts: () => Promise.resolve(managed) }),
    log: createLogMemory(place),
  };
  return {
    server,
    read: () => readAccounts(proxy),
    put: (name, inHours, change = {}) =>
      server.put(
        `${place.authDir}/claude-${name}@example.com.json`,
        JSON.stringify({
          type: 'claude',
          email: `${name}@example.com`,
          refresh_token: 'sk-ant-ort01-x',
          last_refresh: new Date(nowMs - 2 * hour).toISOString(),
          expired: new Date(nowMs + inHours * hour).toISOString(),
          ...change,
        }),
        nowMs - 2 * hour,
      ),
  };
}

describe('the accounts of a server', () => {
  it('come with those first that need somebody', async () => {
    const { put, read, server } = open();
    put('ada', 6);
    put('bob', -1);
    put('eve', 6, { disabled: true });
    put('joe', 2);
    server.put(`${place.authDir}/broken.json`, '{');

    const { accounts } = await read();

    expect(accounts.map(({ file, state }) => [file, state.kind])).toEqual([
      ['claude-bob@example.com.json', 'expired'],
      ['broken.json', 'unreadable'],
      ['claude-joe@example.com.json', 'expires-soon'],
      ['claude-eve@example.com.json', 'disabled'],
      ['claude-ada@example.com.json', 'fine'],
    ]);
  });

  it('are told by the clock of the server, with nothing secret', async () => {
    const { put, read } = open();
    put('ada', 6);

    const report = await read();

    expect(report).toEqual({
      server: 'ali',
      atMs: nowMs,
      management: 'no-key',
      accounts: [
        {
          file: 'claude-ada@example.com.json',
          provider: 'claude',
          email: 'ada@example.com',
          state: { kind: 'fine' },
          expiresAtMs: nowMs + 6 * hour,
          lastRefreshAtMs: nowMs - 2 * hour,
          refreshable: true,
        },
      ],
    });
  });

  it('say what the log says of them', async () => {
    const { put, read, server } = open();
    put('ada', 6);
    server.log(
      '[anthropic_auth.go:655] Token refresh attempt 1 failed: {"error":"invalid_grant"}',
      nowMs - minute,
    );

    const { accounts } = await read();

    expect(accounts[0]?.state.kind).toBe('needs-login');
  });

  it('say what the Management API knows more', async () => {
    const managed: ManagedAccount = {
      file: 'claude-ada@example.com.json',
      status: 'error',
      message: 'quota exhausted',
      disabled: false,
      unavailable: true,
      lastRefreshAtMs: nowMs - hour,
      nextRetryAtMs: nowMs + minute,
      requests: { succeeded: 12, failed: 3 },
    };
    const { put, read } = open({ state: 'answered', answer: [managed] });
    put('ada', 6);

    const { accounts, management } = await read();

    expect(management).toBe('answered');
    expect(accounts[0]).toMatchObject({
      state: { kind: 'cooling', untilMs: nowMs + minute, reason: 'quota exhausted' },
      lastRefreshAtMs: nowMs - hour,
      requests: { succeeded: 12, failed: 3 },
    });
  });

  it.each([
    ['refused', 'refused'],
    ['forbidden', 'unavailable'],
    ['not-found', 'unavailable'],
    ['unavailable', 'unavailable'],
  ] as const)('are there also when the Management API is %s', async (state, said) => {
    const { put, read } = open({ state });
    put('ada', 6);

    expect(await read()).toMatchObject({ management: said, accounts: [{ state: { kind: 'fine' } }] });
  });

  it("come with the latest count, and with the files' number where that differs", async () => {
    const { put, read, server } = open();
    put('ada', 6);
    server.log(
      'server clients and configuration updated: 4 clients (2 auth entries + 2 Codex keys)',
      nowMs - day,
    );

    const { counts, filesNow } = await read();

    expect(counts).toMatchObject({ clients: 4, atMs: nowMs - day });
    expect(filesNow).toBe(1);
  });

  it('are none where there is no auth directory', async () => {
    const { read } = open();

    expect((await read()).accounts).toEqual([]);
  });

  it('are not guessed while the container is down', async () => {
    const { read, server } = open();
    server.status = 'exited';

    await expect(read()).rejects.toMatchObject({ problem: { code: 'container-down', status: 'exited' } });
  });
});
