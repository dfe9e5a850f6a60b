import { once } from 'node:events';
import { chmodSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect as connectTcp } from 'node:net';
import { text } from 'node:stream/consumers';
import { promisify } from 'node:util';
import { Client } from 'ssh2';
import type { ClientChannel, ConnectConfig, SFTPWrapper } from 'ssh2';
import type { PretendServer, Sandbox } from '../../../sandbox/contracts';
import { openSandbox } from '../../../sandbox/sandbox';
import { newKeyPair } from '../../../sandbox/ssh/keys';
import { connect } from '../way-in';

const administrativelyProhibited = 1;
const connectFailed = 2;

describe('the pretend SSH server', () => {
  let sandbox: Sandbox;
  let server: PretendServer;
  const clients: Client[] = [];
  beforeEach(async () => {
    sandbox = await openSandbox();
    server = sandbox.server('ali');
  });
  afterEach(async () => {
    for (const client of clients.splice(0)) client.destroy();
    await sandbox.close();
  });

  const privateKey = (): Buffer => readFileSync(join(sandbox.directory, 'ssh', 'id_ed25519'));
  const enter = (options: ConnectConfig = {}): Promise<Client> => {
    const client = new Client();
    clients.push(client);
    const { host, port, user } = server.ssh;
    return connect(client, { host, port, username: user, privateKey: privateKey(), ...options });
  };
  const streamlocal = (client: Client, path = '/var/run/docker.sock'): Promise<ClientChannel> =>
    opened(callback => client.openssh_forwardOutStreamLocal(path, callback));
  /** The exit code may come in the same breath as the channel. */
  const run = (
    client: Client,
    command: string,
  ): Promise<{ channel: ClientChannel; exited: Promise<number> }> =>
    new Promise((resolve, reject) => {
      client.exec(command, (error, channel) => {
        if (error) reject(error);
        else resolve({ channel, exited: new Promise(done => channel.once('exit', done)) });
      });
    });
  const ping = async (channel: ClientChannel): Promise<string> => {
    channel.write('GET /_ping HTTP/1.1\r\nHost: docker\r\nConnection: close\r\n\r\n');
    return await text(channel);
  };

  it.each([
    ['a password', { password: 'root' }],
    ['another user', { key: 'known', username: 'nobody' }],
    ['another key', { key: 'new' }],
  ])('does not let in %s', async (_who, { key, ...change }: ConnectConfig & { key?: string }) => {
    const keys = { known: privateKey(), new: newKeyPair().private };
    const shown = key === 'known' || key === 'new' ? { privateKey: keys[key] } : {};
    const { host, port, user } = server.ssh;
    const client = new Client();
    clients.push(client);

    const entering = connect(client, { host, port, username: user, ...shown, ...change });

    await expect(entering).rejects.toThrow('All configured authentication methods failed');
  });

  it('leads to Docker by its socket', async () => {
    const client = await enter();

    const answer = await ping(await streamlocal(client));

    expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n[^]*\r\nOK/);
  });

  it('leads to Docker by dial-stdio, and says with 0 that it ended', async () => {
    const { channel, exited } = await run(await enter(), 'docker system dial-stdio');

    const answer = await ping(channel);

    expect(answer).toMatch(/\r\nOK/);
    expect(await exited).toBe(0);
  });

  it('knows no other socket and no other command', async () => {
    const client = await enter();

    const socket = streamlocal(client, '/run/other.sock');
    await expect(socket).rejects.toMatchObject({ reason: connectFailed });
    const { channel, exited } = await run(client, 'rm -rf /');
    channel.resume();

    expect(await text(channel.stderr)).toBe('bash: line 1: rm: command not found\n');
    expect(await exited).toBe(127);
  });

  it('refuses the eleventh session of a connection, but no forwarded channel', async () => {
    const client = await enter();
    const sessions = await Promise.all(
      Array.from({ length: 10 }, () => run(client, 'docker system dial-stdio')),
    );

    const eleventh = run(client, 'docker system dial-stdio');
    await expect(eleventh).rejects.toMatchObject({ reason: connectFailed });
    const forwarded = await ping(await streamlocal(client));
    await Promise.all(sessions.map(({ channel }) => once(channel.resume().end(), 'close')));

    expect(forwarded).toMatch(/OK/);
    await expect(run(client, 'docker system dial-stdio')).resolves.toBeDefined();
  });

  it('leads to ports of the container and to nothing else', async () => {
    const client = await enter();
    const to = (host: string, port: number): Promise<ClientChannel> =>
      opened(callback => client.forwardOut('127.0.0.1', 0, host, port, callback));

    const api = await ping(await to('127.0.0.1', 8317));

    expect(api).toMatch(/^HTTP\/1\.1 404/);
    await expect(to('127.0.0.1', 54545)).rejects.toMatchObject({ reason: connectFailed });
    await expect(to('127.0.0.1', 22)).rejects.toMatchObject({ reason: connectFailed });
    await expect(to('192.0.2.1', 8317)).rejects.toMatchObject({ reason: connectFailed });
  });

  it('can prohibit the socket, for live connections too, and take that back', async () => {
    const client = await enter();

    server.faults.refuseStreamlocal(true);
    await expect(streamlocal(client)).rejects.toMatchObject({ reason: administrativelyProhibited });
    await expect(streamlocal(await enter())).rejects.toMatchObject({ reason: administrativelyProhibited });
    server.faults.refuseStreamlocal(false);

    expect(await ping(await streamlocal(client))).toMatch(/OK/);
  });

  it('can deny Docker both ways', async () => {
    server.faults.denyDocker(true);
    const client = await enter();

    await expect(streamlocal(client)).rejects.toMatchObject({ reason: connectFailed });
    const { channel, exited } = await run(client, 'docker system dial-stdio');

    expect(await text(channel.stderr)).toContain(
      'permission denied while trying to connect to the Docker daemon',
    );
    expect(await exited).toBe(1);
  });

  it('says by SFTP what a file of the container is, and nothing of other files', async () => {
    const client = await enter();
    const { directory } = server.container;
    chmodSync(join(directory, '/root/.cli-proxy-api'), 0o750);

    const sftp = await opened<SFTPWrapper>(callback => client.sftp(callback));
    const mode = await promisify(sftp.stat.bind(sftp))(join(directory, '/root/.cli-proxy-api'));
    const others = ['/etc/passwd', `${directory}/../known`, `${directory}/nothing`];
    const looks = await Promise.allSettled(others.map(path => promisify(sftp.stat.bind(sftp))(path)));

    expect(mode.mode.toString(8)).toBe('40750');
    expect(looks.map(look => look.status === 'rejected' && String(look.reason))).toEqual(
      others.map(() => 'Error: No such file or directory'),
    );
  });

  it('does nothing else by SFTP', async () => {
    const client = await enter();
    const path = join(server.container.directory, '/CLIProxyAPI/config.yaml');

    const sftp = await opened<SFTPWrapper>(callback => client.sftp(callback));
    const removing = promisify(sftp.unlink.bind(sftp))(path);

    await expect(removing).rejects.toThrow('Operation unsupported');
    expect(existsSync(path)).toBe(true);
  });

  it('can cut every connection', async () => {
    const client = await enter();
    const cut = once(client, 'close');

    server.faults.dropConnections();

    await cut;
    await expect(enter()).resolves.toBeDefined();
  });

  it('can listen to nobody for a while, and come back on the same port', async () => {
    const client = await enter();
    const cut = once(client, 'close');

    await server.faults.refuseConnections(true);
    await cut;
    await expect(enter()).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    await server.faults.refuseConnections(false);

    await expect(enter()).resolves.toBeDefined();
  });

  it('can take a connection and say nothing', async () => {
    server.faults.stayMute(true);

    const entering = enter({ readyTimeout: 100 });

    await expect(entering).rejects.toThrow('Timed out while waiting for handshake');
  });

  it('can refuse the key', async () => {
    server.faults.refuseKey(true);

    const entering = enter();

    await expect(entering).rejects.toThrow('All configured authentication methods failed');
  });

  it('can show another host key', async () => {
    const shown: string[] = [];
    const hostVerifier = (key: Buffer): boolean => shown.push(key.toString('base64')) > 0;
    const known = readFileSync(join(sandbox.directory, 'ssh', 'known_hosts'), 'utf8');

    await enter({ hostVerifier });
    server.faults.changeHostKey();
    await enter({ hostVerifier });

    expect(known).toBe(`[127.0.0.1]:${server.ssh.port} ssh-ed25519 ${shown[0] ?? ''}\n`);
    expect(shown[1]).not.toBe(shown[0]);
  });

  it('is not put out by somebody who speaks no SSH', async () => {
    const stranger = connectTcp(server.ssh.port, server.ssh.host);
    stranger.write('GET / HTTP/1.1\r\n\r\n');
    stranger.resume();
    await once(stranger, 'close');

    await expect(enter()).resolves.toBeDefined();
  });
});

function opened<Channel = ClientChannel>(
  open: (callback: (error: Error | undefined, channel: Channel) => void) => unknown,
): Promise<Channel> {
  return new Promise((resolve, reject) => {
    open((error, channel) => {
      if (error === undefined) resolve(channel);
      else reject(error);
    });
  });
}
