import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import type { Container } from '../container/container';
import type { Exec } from '../container/exec';
import { EngineError, sendJson } from './answers';
import type { Call } from './call';

const streamType = 'application/vnd.docker.multiplexed-stream';

const creation = z.object({
  Cmd: z.array(z.string()).min(1, 'No exec command specified'),
  AttachStdin: z.boolean().optional(),
  AttachStdout: z.boolean().optional(),
  AttachStderr: z.boolean().optional(),
  Tty: z.literal(false, 'the pretend engine has no terminals').optional(),
});

/** `POST /containers/{id}/exec` */
export async function createExec({ request, response }: Call, container: Container): Promise<void> {
  const given = creation.safeParse(JSON.parse((await text(request)) || '{}'));
  if (!given.success) throw new EngineError(400, z.prettifyError(given.error));
  const exec = container.exec({
    argv: given.data.Cmd,
    stdin: given.data.AttachStdin ?? false,
    stdout: given.data.AttachStdout ?? false,
    stderr: given.data.AttachStderr ?? false,
  });
  sendJson(response, 201, { Id: exec.id });
}

/** `POST /exec/{id}/start` without an upgrade: the output is the body of the answer. */
export async function startExec({ containers, id, request, response }: Call): Promise<void> {
  const exec = fresh(findExec(containers, id));
  await text(request);
  response.writeHead(200, { 'content-type': streamType, connection: 'close' });
  response.flushHeaders();
  exec.start(response, undefined);
}

/** `POST /exec/{id}/start` with `Upgrade: tcp`: from here on the connection carries stdin and the output. */
export function startOverConnection(
  exec: Exec,
  request: IncomingMessage,
  socket: Duplex,
  rest: Buffer,
): void {
  fresh(exec);
  skipBody(socket, rest, Number(request.headers['content-length'] ?? 0), () => {
    socket.write(
      `HTTP/1.1 101 UPGRADED\r\nContent-Type: ${streamType}\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n`,
    );
    exec.start(socket, exec.settings.stdin ? socket : undefined);
    if (!exec.settings.stdin) socket.resume();
  });
}

/** `GET /exec/{id}/json` */
export function inspectExec({ containers, id, response }: Call): void {
  const exec = findExec(containers, id);
  const [entrypoint = '', ...args] = exec.settings.argv;
  sendJson(response, 200, {
    ID: exec.id,
    Running: exec.state === 'running',
    ExitCode: exec.exitCode,
    ProcessConfig: { tty: false, entrypoint, arguments: args, privileged: false },
    OpenStdin: exec.settings.stdin,
    OpenStdout: exec.settings.stdout,
    OpenStderr: exec.settings.stderr,
    CanRemove: false,
    ContainerID: exec.containerId,
    DetachKeys: '',
    Pid: exec.pid,
  });
}

/** Throws 404. */
export function findExec(containers: ReadonlySet<Container>, id: string): Exec {
  for (const container of containers) {
    const exec = container.execs.get(id);
    if (exec !== undefined) return exec;
  }
  throw new EngineError(404, `No such exec instance: ${id}`);
}

/** Throws what Docker answers for a process that was started before. */
function fresh(exec: Exec): Exec {
  if (exec.state === 'running') throw new EngineError(409, `exec command ${exec.id} is already running`);
  if (exec.state === 'exited') throw new EngineError(409, `exec command ${exec.id} has already run`);
  return exec;
}

/** The JSON of the request may come with its head or after it; what follows it is stdin. */
function skipBody(socket: Duplex, first: Buffer, length: number, done: () => void): void {
  if (first.length >= length) {
    if (first.length > length) socket.unshift(first.subarray(length));
    done();
    return;
  }
  socket.once('data', (chunk: Uint8Array) => {
    socket.pause();
    skipBody(socket, Buffer.concat([first, chunk]), length, done);
  });
}
