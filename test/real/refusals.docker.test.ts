import { execFile } from 'node:child_process';
import { chmod, mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { Jobs } from '../../src/jobs/jobs';
import { openHouse, type House } from '../journey/house';
import { command } from '../journey/memory-chat';
import { ada, type World } from '../journey/world';
import { askForLogin, finishLogin, nothingLeft } from './journey';
import { startSshd, type RealSshd } from './parts/sshd';
import { openRealWorld, type RealWorld } from './real-world';

jest.setTimeout(60_000);

const run = promisify(execFile);

describe('a server that does not let everybody do everything', () => {
  let world: RealWorld;
  let jobs: Jobs;
  let sshd: RealSshd;
  let house: House;

  beforeAll(async () => {
    world = await openRealWorld();
    jobs = await world.openJobs();
  });

  beforeEach(async () => {
    await world.reset();
  });

  afterEach(async () => {
    await house.close();
    await sshd.close();
  });

  afterAll(async () => {
    await jobs.close();
    await world.close();
  });

  /** The world with a Docker socket and an SSH server of this test's own. */
  const behind = (dockerSocket: string): World => ({
    ...world,
    config: {
      servers: world.config.servers.map(server => ({ ...server, dockerSocket })),
      ssh: { ...world.config.ssh, configFile: sshd.configFile },
    },
  });

  it('is logged in to through the docker command where its socket is not forwarded', async () => {
    sshd = await startSshd({ dockerHost: `unix://${world.engine.socket}` });
    await sshd.setForwarding(false);
    house = await openHouse(behind(world.engine.socket), jobs);

    const waiting = await askForLogin(house, ada);
    const done = await finishLogin(house, world, ada, waiting);

    expect(done.text).toContain('clients 0 → 1');
    await nothingLeft(world);
  });

  it('says who may not use Docker there, and what to run on the server', async () => {
    const locked = join(world.engine.directory, 'locked');
    const socket = join(locked, 'docker.sock');
    await mkdir(locked);
    await symlink(world.engine.socket, socket);
    await chmod(locked, 0);
    sshd = await startSshd({ dockerHost: `unix://${socket}`, heldToPermissions: true });
    house = await openHouse(behind(socket), jobs);

    await house.chat.does(ada, command('claude-login'));
    const refused = await house.status(ada, /may not use Docker on ali/);

    expect(refused.text).toContain(`${sshd.user} may not use Docker`);
    expect(refused.text).toContain(`sudo usermod -aG docker ${sshd.user}`);
  });

  it('is not trusted when its host key changed; the command it shows forgets the old one', async () => {
    sshd = await startSshd();
    await sshd.changeHostKey();
    house = await openHouse(behind(world.engine.socket), jobs);

    await house.chat.does(ada, command('claude-login'));
    const refused = await house.status(ada, /host key of ali .* has changed/);

    expect(refused.text).toContain(await fingerprintOf(sshd));
    await run('sh', ['-c', refused.text.split('\n').at(-1) ?? '']);
    expect(await readFile(sshd.knownHostsFile, 'utf8')).toBe('');
  });

  it('is not trusted when it was never seen', async () => {
    sshd = await startSshd();
    await writeFile(sshd.knownHostsFile, '');
    house = await openHouse(behind(world.engine.socket), jobs);

    await house.chat.does(ada, command('claude-login'));
    const refused = await house.status(ada, /never seen ali/);

    expect(refused.text).toContain(await fingerprintOf(sshd));
    expect(refused.text).toContain('ssh ali');
  });

  it('says that the key was not accepted, and where it belongs', async () => {
    sshd = await startSshd();
    await writeFile(join(dirname(sshd.keyFile), 'authorized_keys'), '');
    house = await openHouse(behind(world.engine.socket), jobs);

    await house.chat.does(ada, command('claude-login'));
    const refused = await house.status(ada, /did not let .* in by SSH/);

    expect(refused.text).toContain('authorized_keys');
  });
});

/** What OpenSSH itself calls the fingerprint of the key that a server shows first. */
async function fingerprintOf(sshd: RealSshd): Promise<string> {
  const { stdout } = await run('ssh-keygen', ['-lf', join(dirname(sshd.keyFile), 'host_ed25519_key.pub')]);
  return /SHA256:\S+/.exec(stdout)?.[0] ?? 'no fingerprint';
}
