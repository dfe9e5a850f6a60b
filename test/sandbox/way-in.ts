import { readFileSync } from 'node:fs';
import { Agent, get } from 'node:http';
import type { Duplex } from 'node:stream';
import { PassThrough } from 'node:stream';
import Docker from 'dockerode';
import { Client } from 'ssh2';
import type { ClientChannel } from 'ssh2';

/** A plain client of the sandbox: ssh2 and dockerode, and nothing of ours between. */
export interface WayIn {
  readonly ssh: Client;
  readonly docker: Docker;
  /** The status of `GET path` as seen from the server. */
  readonly get: (host: string, port: number, path: string) => Promise<number>;
  readonly close: () => void;
}

/** Connects by what stands in the sandbox's ssh files. */
export async function connectBySshFiles(configFile: string, name: string): Promise<WayIn> {
  const block =
    readFileSync(configFile, 'utf8')
      .split(/^Host /m)
      .find(text => text.startsWith(`${name}\n`)) ?? '';
  const value = (key: string): string => new RegExp(`^ *${key} "?([^"\n]+)"?$`, 'm').exec(block)?.[1] ?? '';
  const known = readFileSync(value('UserKnownHostsFile'), 'utf8');
  const ssh = await connect(new Client(), {
    host: value('HostName'),
    port: Number(value('Port')),
    username: value('User'),
    privateKey: readFileSync(value('IdentityFile')),
    hostVerifier: (key: Buffer) =>
      known.includes(`[${value('HostName')}]:${value('Port')} ssh-ed25519 ${key.toString('base64')}`),
  });
  const agent = agentOver(callback => ssh.openssh_forwardOutStreamLocal('/var/run/docker.sock', callback));
  const overSsh = { host: 'docker', port: 80, protocol: 'http' as const, agent };
  return {
    ssh,
    docker: new Docker(overSsh),
    get: (host, port, path) =>
      new Promise((resolve, reject) => {
        const via = agentOver(callback => ssh.forwardOut('127.0.0.1', 0, host, port, callback));
        get({ agent: via, path }, response => {
          response.resume();
          resolve(response.statusCode ?? 0);
        }).on('error', reject);
      }),
    close: () => void ssh.end(),
  };
}

export function connect(client: Client, options: Parameters<Client['connect']>[0]): Promise<Client> {
  return new Promise((resolve, reject) => {
    // Kept: after the first a lost connection is what the tests make.
    client.on('error', reject).once('ready', () => resolve(client));
    client.connect(options);
  });
}

type Opened = (error: Error | undefined, channel: ClientChannel) => void;

function agentOver(open: (callback: Opened) => unknown): Agent {
  const agent = new Agent();
  agent.createConnection = (_options, callback) => {
    open((error, channel) => {
      if (error === undefined) callback?.(null, asSocket(channel));
      else callback?.(error, new PassThrough());
    });
    return undefined;
  };
  return agent;
}

/** Node's HTTP client calls these of any socket. */
function asSocket(channel: Duplex): Duplex {
  const nothing = (): unknown => channel;
  return Object.assign(channel, {
    setKeepAlive: nothing,
    setNoDelay: nothing,
    setTimeout: nothing,
    ref: nothing,
    unref: nothing,
  });
}

export interface RemoteLogin {
  readonly text: () => string;
  readonly seen: (pattern: RegExp) => Promise<RegExpExecArray>;
  readonly type: (text: string) => void;
  /** The output came to its end. */
  readonly ended: Promise<void>;
  /** The connection broke or ended. */
  readonly lost: Promise<void>;
  readonly inspect: () => Promise<Docker.ExecInspectInfo>;
}

/** Starts a program in a container through the Engine API, by default a login, with stdin open. */
export async function execLogin(
  docker: Docker,
  container: string,
  argv: readonly string[] = ['/CLIProxyAPI/CLIProxyAPI', '-claude-login', '-no-browser'],
): Promise<RemoteLogin> {
  const exec = await docker
    .getContainer(container)
    .exec({ Cmd: [...argv], AttachStdin: true, AttachStdout: true, AttachStderr: true });
  const stream = await exec.start({ hijack: true, stdin: true });
  const out = new PassThrough();
  let text = '';
  const watchers = new Set<() => void>();
  out.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
    for (const watcher of [...watchers]) watcher();
  });
  const ended = new Promise<void>(resolve => out.once('end', resolve));
  const lost = new Promise<void>(resolve => stream.once('close', resolve));
  stream.once('end', () => out.end()).on('error', () => undefined);
  docker.modem.demuxStream(stream, out, out);
  return {
    text: () => text,
    seen: pattern =>
      new Promise(resolve => {
        const look = (): void => {
          const match = pattern.exec(text);
          if (match === null) return;
          watchers.delete(look);
          resolve(match);
        };
        watchers.add(look);
        look();
      }),
    type: typed => void stream.write(typed),
    ended,
    lost,
    inspect: () => exec.inspect(),
  };
}
