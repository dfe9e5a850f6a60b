import { connect } from 'node:net';
import { Duplex, PassThrough } from 'node:stream';
import type { Connection, ServerChannel, Session } from 'ssh2';
import { serveFiles } from './files';

/** What lies behind the SSH server. */
export interface ServerWorld {
  readonly dockerSocket: string;
  /** Serves a client of Docker's socket. */
  readonly docker: (stream: Duplex) => void;
  /** The port of this machine behind an address of the server's world; undefined: nothing is there. */
  readonly route: (host: string, port: number) => number | undefined;
  /** Where on this machine a path of the server lies; undefined: nothing is there. Without it there is no SFTP. */
  readonly files?: (path: string) => string | undefined;
}

/** OpenSSH's default for sessions of one connection; forwarded channels do not count. */
const maxSessions = 10;
const dialStdio = /^(sudo (-n )?)?docker system dial-stdio$/;

/** Answers what a client asks for: commands, of which the server knows one, and connections to ports. */
export function serveChannels(client: Connection, world: ServerWorld, dockerDenied: () => boolean): void {
  let sessions = 0;
  client.on('session', (accept, reject) => {
    if (sessions >= maxSessions) {
      reject();
      return;
    }
    sessions++;
    const session = accept();
    session.once('close', () => sessions--);
    serveSession(session, world, dockerDenied);
    if (world.files !== undefined) serveFiles(session, world.files);
  });
  client.on('tcpip', (accept, reject, { destIP, destPort }) => {
    const port = world.route(destIP, destPort);
    if (port === undefined) {
      reject();
      return;
    }
    const socket = connect(port, '127.0.0.1');
    socket.setNoDelay(true);
    socket.once('error', reject);
    socket.once('connect', () => {
      socket.off('error', reject);
      join(accept(), socket);
    });
  });
}

/** Forwards to Docker's socket, or not at all: then the request is refused as prohibited. */
export function serveStreamlocal(
  client: Connection,
  world: ServerWorld,
  state: { readonly on: boolean; readonly denied: () => boolean },
): void {
  client.removeAllListeners('openssh.streamlocal');
  if (!state.on) return;
  client.on('openssh.streamlocal', (accept, reject, { socketPath }) => {
    if (socketPath !== world.dockerSocket || state.denied()) reject();
    else world.docker(accept());
  });
}

function serveSession(session: Session, world: ServerWorld, dockerDenied: () => boolean): void {
  session.on('exec', (accept, _reject, { command }) => {
    const channel = accept();
    if (!dialStdio.test(command)) {
      end(channel, 127, `bash: line 1: ${command.split(' ')[0] ?? ''}: command not found\n`);
    } else if (dockerDenied()) {
      const socket = world.dockerSocket;
      end(
        channel,
        1,
        `permission denied while trying to connect to the Docker daemon socket at unix://${socket}: ` +
          `dial unix ${socket}: connect: permission denied\n`,
      );
    } else {
      world.docker(endingWithExit(channel));
    }
  });
}

/** The channel, which says 0 as its exit code before it ends: once it has ended it is too late. */
function endingWithExit(channel: ServerChannel): Duplex {
  const answers = new PassThrough();
  answers.pipe(channel, { end: false });
  answers.once('end', () => {
    channel.exit(0);
    channel.end();
  });
  return Duplex.from({ readable: channel, writable: answers });
}

function end(channel: ServerChannel, exitCode: number, complaint: string): void {
  channel.stderr.write(complaint);
  channel.exit(exitCode);
  channel.end();
}

/** Joins two connections: each ends when the other does. */
function join(a: Duplex, b: Duplex): void {
  a.pipe(b).pipe(a);
  for (const [one, other] of [
    [a, b],
    [b, a],
  ] as const) {
    one.on('error', () => other.destroy());
    one.once('close', () => other.destroy());
  }
}
