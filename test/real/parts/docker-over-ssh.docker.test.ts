import { readFileSync } from 'node:fs';
import type { Duplex } from 'node:stream';
import { Client } from 'ssh2';
import { startDockerd, type RealEngine } from './dockerd';
import { findProgram } from './program';
import { startSshd, type RealSshd } from './sshd';

jest.setTimeout(60_000);

describe('a Docker engine behind a real OpenSSH server', () => {
  let engine: RealEngine;
  let sshd: RealSshd;
  let client: Client;

  beforeAll(async () => {
    findProgram('docker');
    engine = await startDockerd();
    sshd = await startSshd({ dockerHost: `unix://${engine.socket}` });
  });

  beforeEach(async () => {
    await sshd.setForwarding(true);
  });

  afterEach(() => {
    client.end();
  });

  afterAll(async () => {
    await sshd.close();
    await engine.close();
  });

  it('answers through its forwarded socket', async () => {
    client = await connect(sshd);

    const answer = await ask(await forwarded(client, engine));

    expect(answer).toContain('200 OK');
  });

  it('answers through the docker command where forwarding is off', async () => {
    await sshd.setForwarding(false);
    client = await connect(sshd);

    const refused = await forwarded(client, engine).catch((error: unknown) => String(error));
    const answer = await ask(await dialStdio(client));

    expect(refused).toContain('Channel open failure');
    expect(answer).toContain('200 OK');
  });
});

function connect({ host, port, user, keyFile }: RealSshd): Promise<Client> {
  return new Promise((resolve, reject) => {
    const client: Client = new Client()
      .once('ready', () => resolve(client))
      .once('error', reject)
      .connect({ host, port, username: user, privateKey: readFileSync(keyFile) });
  });
}

function forwarded(client: Client, engine: RealEngine): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    client.openssh_forwardOutStreamLocal(engine.socket, (error, channel) =>
      error === undefined ? resolve(channel) : reject(error),
    );
  });
}

function dialStdio(client: Client): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    client.exec('docker system dial-stdio', (error, channel) =>
      error === undefined ? resolve(channel) : reject(error),
    );
  });
}

/** The first piece of the engine's answer to a ping. */
function ask(channel: Duplex): Promise<string> {
  return new Promise((resolve, reject) => {
    channel.once('data', (chunk: Buffer) => resolve(chunk.toString()));
    channel.once('close', () => reject(new Error('the channel closed without an answer')));
    channel.write('GET /_ping HTTP/1.1\r\nHost: docker\r\nConnection: close\r\n\r\n');
  });
}
