import { rm } from 'node:fs/promises';
import path from 'node:path';
import ssh2 from 'ssh2';
import { newKeyPair } from '../../../sandbox/ssh/keys';
import { createScene, type Scene } from '../scene';
import { startAgent, type PretendAgent } from './agent';

describe('logging in to a server', () => {
  let scene: Scene;
  let agent: PretendAgent | undefined;
  beforeEach(async () => {
    scene = await createScene();
  });
  afterEach(async () => {
    await scene.close();
    await agent?.close();
    agent = undefined;
  });

  function key(name: string): string {
    return path.join(scene.home.directory, '.ssh', name);
  }

  async function configure(more: string): Promise<void> {
    await scene.home.write(
      'config',
      `Host ali\n  HostName 127.0.0.1\n  Port ${scene.sshd.port}\n  User root\n${more}`,
    );
  }

  /** Encrypts the key that opens the server, as ssh-keygen -p does. */
  async function lockKey(passphrase: string): Promise<void> {
    // ssh2 writes encrypted keys only for pairs it makes, so the server's key is of no use here.
    const pair = ssh2.utils.generateKeyPairSync('ed25519', { passphrase, cipher: 'aes256-ctr', rounds: 1 });
    await scene.home.write('locked', pair.private);
    await scene.home.write('locked.pub', pair.public);
    await rm(key('id_ed25519'));
  }

  it('uses the key files that ssh uses, one after the other', async () => {
    await scene.home.write('wrong', newKeyPair().private);
    await configure('  IdentityFile ~/.ssh/wrong\n  IdentityFile ~/.ssh/id_ed25519');

    await expect(scene.connection().link()).resolves.toMatchObject({ user: 'root' });
  });

  it('names what it tried when nothing is let in', async () => {
    scene.sshd.faults.refuseKey(true);

    await expect(scene.connection().link()).rejects.toMatchObject({
      problem: {
        code: 'ssh-auth-failed',
        server: 'ali',
        user: 'root',
        host: '127.0.0.1',
        tried: ['~/.ssh/id_ed25519'],
      },
    });
  });

  it('tries nothing where there is nothing', async () => {
    await rm(key('id_ed25519'));

    await expect(scene.connection().link()).rejects.toMatchObject({
      problem: { code: 'ssh-auth-failed', tried: [] },
    });
  });

  it.each([
    ['missing', undefined],
    ['format', 'not a key'],
  ])('says that a configured key is no good: %s', async (why, text) => {
    if (text !== undefined) await scene.home.write('mine', text);
    await configure('  IdentityFile ~/.ssh/mine');

    await expect(scene.connection().link()).rejects.toMatchObject({
      problem: { code: 'ssh-key-unreadable', server: 'ali', file: '~/.ssh/mine', why },
    });
  });

  it('does not mind a key that is no good when another one is let in', async () => {
    await scene.home.write('mine', 'not a key');
    await configure('  IdentityFile ~/.ssh/mine\n  IdentityFile ~/.ssh/id_ed25519');

    await expect(scene.connection().link()).resolves.toBeDefined();
  });

  it.each([undefined, 'wrong'])('says that a key needs a passphrase (given: %s)', async passphrase => {
    await lockKey('right');
    await configure('  IdentityFile ~/.ssh/locked');

    const link = scene.connection('ali', passphrase === undefined ? {} : { passphrase }).link();

    await expect(link).rejects.toMatchObject({
      problem: { code: 'ssh-key-unreadable', file: '~/.ssh/locked', why: 'passphrase' },
    });
  });

  it('opens a key with its passphrase', async () => {
    await lockKey('right');
    await configure('  IdentityFile ~/.ssh/locked');

    const link = scene.connection('ali', { passphrase: 'right' }).link();

    // The key is read and offered; this server does not know it.
    await expect(link).rejects.toMatchObject({
      problem: { code: 'ssh-auth-failed', tried: ['~/.ssh/locked'] },
    });
  });

  it('asks the agent first', async () => {
    await rm(key('id_ed25519'));
    agent = await startAgent(scene.home.directory, [newKeyPair().private, scene.keys.private]);

    const link = scene.connection('ali', { agentSocket: agent.socket }).link();

    await expect(link).resolves.toMatchObject({ user: 'root' });
  });

  it('goes on to the key files when the agent is gone', async () => {
    const agentSocket = path.join(scene.home.directory, 'nobody.sock');

    await expect(scene.connection('ali', { agentSocket }).link()).resolves.toBeDefined();
  });

  it('does not offer a key twice', async () => {
    agent = await startAgent(scene.home.directory, [scene.keys.private]);
    scene.sshd.faults.refuseKey(true);

    const link = scene.connection('ali', { agentSocket: agent.socket }).link();

    await expect(link).rejects.toMatchObject({ problem: { code: 'ssh-auth-failed', tried: ['agent'] } });
  });

  it('with IdentitiesOnly, uses a key of the agent only when its public half is configured', async () => {
    agent = await startAgent(scene.home.directory, [scene.keys.private]);
    await rm(key('id_ed25519'));
    await configure('  IdentitiesOnly yes\n  IdentityFile ~/.ssh/mine');
    const connect = (): Promise<unknown> =>
      scene.connection('ali', { agentSocket: agent?.socket ?? '' }).link();
    await scene.home.write('mine.pub', newKeyPair().public);
    await expect(connect()).rejects.toMatchObject({
      problem: { code: 'ssh-key-unreadable', file: '~/.ssh/mine', why: 'missing' },
    });

    await scene.home.write('mine.pub', scene.keys.public);

    await expect(connect()).resolves.toBeDefined();
  });
});
