import { pino } from 'pino';
import { readAccounts } from '../../src/cliproxy/accounts';
import { createCliProxies } from '../../src/cliproxy/cliproxies';
import type { AccountsReport } from '../../src/jobs/account';
import { createServers, type Servers } from '../../src/server/servers';
import { fakeJobs } from '../fakes/jobs';
import { openSandboxWorld } from '../journey/sandbox-world';
import type { World } from '../journey/world';

jest.setTimeout(60_000);

const key = 'k3y-of-the-management';
const hourMs = 3_600_000;
const file = 'claude-ada@example.com.json';

/** The accounts of a pretend server behind a real SSH connection, with its Management API. */
describe('accounts where the server has a Management API', () => {
  let world: World;
  let servers: Servers | undefined;

  beforeAll(async () => {
    world = await openSandboxWorld({ env: { MANAGEMENT_PASSWORD: key } });
  });
  beforeEach(async () => {
    await world.reset();
    await world.writeAuthFile(file, credential());
  });
  afterEach(() => servers?.close());
  afterAll(() => world.close());

  /** As a worker with this key sees them; each call is another look of the same worker. */
  const lookingWith = (managementKey: string): (() => Promise<AccountsReport>) => {
    const settings = world.config.servers.map(server => ({ ...server, managementKey }));
    servers = createServers(settings, world.config.ssh, pino({ level: 'silent' }));
    const proxy = createCliProxies(servers, fakeJobs()).known('ali');
    return () => readAccounts(proxy);
  };

  it('says what only the Management API knows: requests, and until when an account rests', async () => {
    const until = new Date(Math.ceil(Date.now() / 1_000) * 1_000 + hourMs);
    await world.behave({
      accounts: {
        [file]: {
          status: 'error',
          status_message: 'quota exhausted',
          unavailable: true,
          next_retry_after: until.toISOString(),
          success: 41,
          failed: 2,
        },
      },
    });

    const report = await lookingWith(key)();

    expect(report).toMatchObject({
      management: 'answered',
      accounts: [
        {
          file,
          email: 'ada@example.com',
          state: { kind: 'cooling', untilMs: until.getTime(), reason: 'quota exhausted' },
          requests: { succeeded: 41, failed: 2 },
        },
      ],
    });
  });

  it('says that an account needs a login when the provider refuses it', async () => {
    await world.behave({ accounts: { [file]: { status: 'error', status_message: 'unauthorized' } } });

    const report = await lookingWith(key)();

    expect(report.accounts[0]?.state).toEqual({ kind: 'needs-login', reason: 'unauthorized' });
  });

  it('asks with a wrong key once, so that nobody is banned, and goes on with files and log', async () => {
    const look = lookingWith('a-wrong-key');

    const looks = [];
    for (let count = 0; count < 7; count++) looks.push(await look());
    await servers?.close();
    const withTheRightOne = await lookingWith(key)();

    expect(new Set(looks.map(report => report.management))).toEqual(new Set(['refused']));
    expect(looks.at(-1)?.accounts[0]).toMatchObject({ file, state: { kind: 'fine' } });
    expect(withTheRightOne.management).toBe('answered');
  });

  it('never takes a token over', async () => {
    const report = await lookingWith(key)();

    expect(JSON.stringify(report)).not.toMatch(/sk-ant/);
  });
});

function credential(): unknown {
  return {
    type: 'claude',
    email: 'ada@example.com',
    access_token: 'sk-ant-oat01-x',
    refresh_token: 'sk-ant-ort01-x',
    last_refresh: new Date().toISOString(),
    expired: new Date(Date.now() + 8 * hourMs).toISOString(),
  };
}
