import { utimesSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pino } from 'pino';
import { openSandbox } from '../../sandbox/sandbox';
import type { Sandbox } from '../../sandbox/contracts';
import { readAccounts } from '../../src/cliproxy/accounts';
import { createCliProxies, type CliProxy } from '../../src/cliproxy/cliproxies';
import { createServers, type Servers } from '../../src/server/servers';
import { fakeJobs } from '../fakes/jobs';
import { eventually } from '../journey/house';
import { hour } from './account-file';

jest.setTimeout(60_000);

const authDir = '/root/.cli-proxy-api';
const file = 'claude-ada@example.com.json';

/** What one worker learns of an account from the log of a pretend server, from one look to the next. */
describe('an account whose server has no Management API', () => {
  let sandbox: Sandbox;
  let servers: Servers;
  let proxy: CliProxy;

  beforeEach(async () => {
    sandbox = await openSandbox();
    const settings = {
      name: 'ali',
      containers: ['cliproxy'],
      program: '/CLIProxyAPI/CLIProxyAPI',
      authDir,
      dockerSocket: '/var/run/docker.sock',
      configFile: '/CLIProxyAPI/config.yaml',
      apiPort: 8317,
    };
    const ssh = { configFile: sandbox.sshConfigFile, home: homedir(), localUser: 'somebody' };
    servers = createServers([settings], ssh, pino({ level: 'silent' }));
    proxy = createCliProxies(servers, fakeJobs()).known('ali');
    const { container } = sandbox.server('ali');
    container.write(`${authDir}/${file}`, credential());
    // The log counts where it is newer than the file.
    const then = Date.now() / 1_000 - 3_600;
    utimesSync(join(container.directory, authDir, file), then, then);
  });
  afterEach(async () => {
    await servers.close();
    await sandbox.close();
  });

  const state = async () => (await readAccounts(proxy)).accounts[0]?.state;
  const startWith = async (config: string): Promise<void> => {
    const { container } = sandbox.server('ali');
    container.write('/CLIProxyAPI/config.yaml', `port: 8317\nauth-dir: "~/.cli-proxy-api"\n${config}\n`);
    await container.restart();
  };

  it('is seen to need a login by a later look, and by every one after it', async () => {
    const before = await state();
    sandbox.server('ali').container.behave({ refreshFails: [file] });
    await startWith('logging-to-file: false');

    const after = [await state(), await state()];

    expect(before).toEqual({ kind: 'fine' });
    expect(after).toEqual(Array(2).fill({ kind: 'needs-login', reason: 'invalid_grant' }));
  });

  it('is seen to need a login where only the log file says so', async () => {
    sandbox.server('ali').container.behave({ refreshFails: [file] });
    await startWith('logging-to-file: true');

    const seen = await state();

    expect(sandbox.server('ali').container.log()).not.toContain('Token refresh');
    expect(seen).toEqual({ kind: 'needs-login', reason: 'invalid_grant' });
  });

  it.each(['false', 'true'])(
    'is seen to rest, and not after a restart, with logging-to-file: %s',
    async toFile => {
      const { container } = sandbox.server('ali');
      container.behave({ refreshEveryMs: 100 });
      await startWith(`debug: true\nlogging-to-file: ${toFile}`);
      // The file knows times to the second: what it says is then surely of this run.
      await sleep(1_000);
      container.behave({ cooling: [file] });
      const log = () => (toFile === 'true' ? container.read('/CLIProxyAPI/logs/main.log') : container.log());
      await eventually('it rests', () => Promise.resolve(log().includes('cooling down') || undefined));

      const resting = await state();
      container.behave({ cooling: [] });
      await startWith(`logging-to-file: ${toFile}`);
      const restarted = await state();

      expect(resting).toMatchObject({ kind: 'cooling' });
      expect(restarted).toEqual({ kind: 'fine' });
    },
  );
});

function credential(): string {
  return JSON.stringify({
    type: 'claude',
    email: 'ada@example.com',
    access_token: 'sk-ant-oat01-x',
    refresh_token: 'sk-ant-ort01-x',
    last_refresh: new Date(Date.now() - hour).toISOString(),
    expired: new Date(Date.now() + 7 * hour).toISOString(),
  });
}
