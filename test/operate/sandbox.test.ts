import { homedir } from 'node:os';
import { pino } from 'pino';
import type { Sandbox, SandboxOptions } from '../../sandbox/contracts';
import { openSandbox } from '../../sandbox/sandbox';
import { createCliProxies, type CliProxy } from '../../src/cliproxy/cliproxies';
import type { Check, DoctorReport } from '../../src/jobs/check';
import { examine } from '../../src/operate/doctor';
import { readLogs } from '../../src/operate/logs';
import { restart } from '../../src/operate/restart';
import { createServers, type Servers } from '../../src/server/servers';
import { eventually } from '../chat/eventually';
import { fakeJobs } from '../fakes/jobs';

const logsToFile = 'auth-dir: "~/.cli-proxy-api"\nlogging-to-file: true\n';
const credential = '{"type":"claude","email":"ada@example.com"}';

/** What is mended, on a pretend server behind real SSH and a real Engine API. */
describe('in the sandbox', () => {
  let sandbox: Sandbox;
  let servers: Servers;

  async function open(options: SandboxOptions = {}): Promise<CliProxy> {
    sandbox = await openSandbox(options);
    const settings = {
      name: 'ali',
      containers: ['cliproxy'],
      program: '/CLIProxyAPI/CLIProxyAPI',
      authDir: '/root/.cli-proxy-api',
      dockerSocket: '/var/run/docker.sock',
      configFile: '/CLIProxyAPI/config.yaml',
      apiPort: 8317,
    };
    const ssh = { configFile: sandbox.sshConfigFile, home: homedir(), localUser: 'somebody' };
    servers = createServers([settings], ssh, pino({ level: 'silent' }));
    return createCliProxies(servers, fakeJobs()).known('ali');
  }

  const pretend = () => sandbox.server('ali');

  afterEach(async () => {
    await servers.close();
    await sandbox.close();
  });

  it('a restart comes back when the port answers, with the clients before and after', async () => {
    const proxy = await open({ behaviour: { hotLoad: false } });
    const id = pretend().container.id;
    pretend().container.write('/root/.cli-proxy-api/claude-ada@example.com.json', credential);
    const jobs = fakeJobs();

    const report = await restart(proxy, jobs, { server: 'ali', by: 'Ada' });

    expect(report).toMatchObject({ container: 'cliproxy', before: { clients: 1 }, after: { clients: 1 } });
    expect(report.downMs).toBeGreaterThan(0);
    expect(report.downMs).toBeLessThan(20_000);
    expect(await jobs.read('restart', 'ali')).toMatchObject({ container: id, by: 'Ada' });
    expect(await pretend().container.portFree(8317)).toBe(false);
  });

  it('a restart starts a container that is down', async () => {
    const proxy = await open();
    await pretend().container.stop();

    const { after } = await restart(proxy, fakeJobs(), { server: 'ali', by: 'Ada' });

    expect(pretend().container.status()).toBe('running');
    expect(after?.clients).toBe(0);
  });

  it('a restart is not taken in by a log that says it started', async () => {
    const proxy = await open();
    pretend().container.behave({ silentPort: true });
    const pace = { answersWithinMs: 1_500, countsWithinMs: 100, probeMs: 300, pollMs: 50 };

    const restarted = restart(proxy, fakeJobs(), { server: 'ali', by: 'Ada' }, pace);

    await expect(restarted).rejects.toMatchObject({ problem: { code: 'no-answer', port: 8317 } });
    expect(pretend().container.log()).toContain('API server started successfully');
  });

  it('the log is whole where CLIProxyAPI writes most of it to a file', async () => {
    const proxy = await open();
    pretend().container.write('/CLIProxyAPI/config.yaml', logsToFile);
    await pretend().container.restart();

    const { lines } = await readLogs(proxy, { server: 'ali', lines: 4 });

    const [first, last] = [lines.at(0), lines.at(-1)].map(line => line?.atMs ?? 0);
    expect(lines.map(line => line.text).join('\n')).toMatch(/core auth auto-refresh started/);
    expect(lines.map(line => line.text).join('\n')).toMatch(/server clients and configuration updated/);
    // Those of the file say no time zone.
    expect(Math.abs((last ?? 0) - (first ?? 0))).toBeLessThan(10_000);
  });

  it('the doctor sees everything there is to see', async () => {
    const proxy = await open();
    pretend().container.write('/root/.cli-proxy-api/claude-ada@example.com.json', credential);
    await pretend().container.restart();

    const report = await examine(proxy);

    expect(outcomes(report)).toMatchObject({
      ssh: 'fine',
      docker: 'fine',
      clock: 'fine',
      container: 'fine',
      program: 'fine',
      answers: 'fine',
      // As Docker publishes it where nobody says otherwise.
      'callback-port': 'warning',
      loaded: 'fine',
      management: 'unknown',
    });
    expect(report.checks).toContainEqual({ name: 'program', outcome: 'fine', version: '7.2.140' });
  });

  it.each<readonly [string, (all: Sandbox) => unknown, Check['name'], Check['outcome']]>([
    ['a clock that is behind', all => all.server('ali').setClock(-60_000), 'clock', 'warning'],
    ['a user who may not use Docker', all => all.server('ali').faults.denyDocker(true), 'docker', 'failed'],
    ['a host key that has changed', all => all.server('ali').faults.changeHostKey(), 'ssh', 'failed'],
    ['a container that is down', all => all.server('ali').container.stop(), 'container', 'failed'],
    [
      'a program whose logins fail',
      all => all.server('ali').container.behave({ version: 'v6.4.0' }),
      'program',
      'failed',
    ],
    [
      'a port that stays silent',
      async all => {
        const { container } = all.server('ali');
        await container.stop();
        container.behave({ silentPort: true });
        // It never serves.
        void container.start().catch(() => undefined);
        await eventually(
          () => container.portFree(8317),
          free => !free,
        );
      },
      'answers',
      'failed',
    ],
  ])(
    'the doctor finds %s',
    async (_what, break_, name, outcome) => {
      const proxy = await open();
      await break_(sandbox);

      const report = await examine(proxy);

      expect(outcomes(report)[name]).toBe(outcome);
    },
    // A silent port is waited for at each of its addresses.
    15_000,
  );
});

function outcomes({ checks }: DoctorReport): Partial<Record<Check['name'], Check['outcome']>> {
  return Object.fromEntries(checks.map(check => [check.name, check.outcome]));
}
