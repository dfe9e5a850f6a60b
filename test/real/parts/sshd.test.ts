import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createConnection } from 'node:net';
import { text } from 'node:stream/consumers';
import { startSshd, type RealSshd, type SshdOptions } from './sshd';

jest.setTimeout(60_000);

describe('a real OpenSSH server', () => {
  const opened: RealSshd[] = [];

  async function open(options: SshdOptions = {}): Promise<RealSshd> {
    const sshd = await startSshd(options);
    opened.push(sshd);
    return sshd;
  }

  afterEach(async () => {
    await Promise.all(opened.splice(0).map(sshd => sshd.close()));
  });

  it('lets the OpenSSH client in by any of its aliases', async () => {
    const sshd = await open({ aliases: ['ali', 'tokyo'], dockerHost: 'unix:///run/a.sock' });

    const answers = await Promise.all([
      ssh(sshd, 'ali', 'echo hello'),
      ssh(sshd, 'tokyo', 'echo $DOCKER_HOST'),
    ]);

    expect(answers.map(({ stdout }) => stdout)).toEqual(['hello\n', 'unix:///run/a.sock\n']);
  });

  it('is trusted by hashed host names too', async () => {
    const sshd = await open({ hashKnownHosts: true });

    const { stdout } = await ssh(sshd, 'ali', 'echo hello');

    expect(readFileSync(sshd.knownHostsFile, 'utf8')).toMatch(/^\|1\|/);
    expect(stdout).toBe('hello\n');
  });

  it('drops live connections and takes new ones', async () => {
    const sshd = await open();
    const session = await openSession(sshd);

    await sshd.dropConnections();

    expect(await session.exitCode).toBe(255);
    expect((await ssh(sshd, 'ali', 'echo back')).stdout).toBe('back\n');
  });

  it('takes its connections along when it goes down, and comes back on the same port', async () => {
    const sshd = await open();
    const session = await openSession(sshd);

    await sshd.stop();

    expect(await session.exitCode).toBe(255);
    expect((await ssh(sshd, 'ali', 'true')).stderr).toContain('Connection refused');
    await sshd.start();
    expect((await ssh(sshd, 'ali', 'echo back')).stdout).toBe('back\n');
  });

  it('keeps live connections when its host keys change, and is refused by new ones', async () => {
    const sshd = await open();
    const session = await openSession(sshd);

    await sshd.changeHostKey();

    expect((await ssh(sshd, 'ali', 'true')).stderr).toContain('REMOTE HOST IDENTIFICATION HAS CHANGED');
    expect(await session.finish()).toBe('still here\n');
  });

  it('leaves neither a listener nor a file behind', async () => {
    const sshd = await open();
    await openSession(sshd);

    await sshd.close();

    const errors: unknown[] = await once(createConnection(sshd.port, sshd.host), 'error');
    expect(errors[0]).toMatchObject({ code: 'ECONNREFUSED' });
    expect(existsSync(sshd.configFile)).toBe(false);
  });
});

describe('an OpenSSH server that is not installed', () => {
  it('is named, with the way to get it', async () => {
    const started = startSshd({ searchPath: '/nowhere' });

    await expect(started).rejects.toThrow(
      'sshd is missing: these tests need it. Get it with: apt-get install openssh-server',
    );
  });
});

/** Runs a command as a person does; a refusal is in `stderr`. */
function ssh(sshd: RealSshd, alias: string, command: string): Promise<{ stdout: string; stderr: string }> {
  return new Promise(resolve => {
    execFile(
      'ssh',
      ['-F', sshd.configFile, '-o', 'BatchMode=yes', alias, command],
      (_error, stdout, stderr) => resolve({ stdout, stderr }),
    );
  });
}

/** A session that stands, and says `still here` when it is asked to finish. */
async function openSession(sshd: RealSshd) {
  const client = spawn('ssh', ['-F', sshd.configFile, '-o', 'BatchMode=yes', 'ali', 'echo up; cat'], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const exitCode = new Promise<number | null>(resolve => client.once('exit', resolve));
  await once(client.stdout, 'data');
  return {
    exitCode,
    async finish() {
      client.stdin.end('still here\n');
      return await text(client.stdout);
    },
  };
}
