import { PassThrough } from 'node:stream';
import { hear, type Hearing } from './hearing';
import type { RealServer } from './parts';

/** Starts a program in the container straight through the engine's socket, as nothing could do it faster. */
export async function execLocally(
  { engine, standIn }: RealServer,
  argv: readonly string[],
): Promise<Hearing> {
  const exec = await engine.docker.getContainer(standIn.id).exec({
    Cmd: [...argv],
    AttachStdout: true,
    AttachStderr: true,
  });
  return hear(unframed(engine.docker.modem, await exec.start({})));
}

/** What the container's main program says from now on. */
export async function followLog({ engine, standIn }: RealServer): Promise<Hearing & { stop(): void }> {
  const giveUp = new AbortController();
  const log = await engine.docker.getContainer(standIn.id).logs({
    follow: true,
    stdout: true,
    stderr: true,
    tail: 0,
    abortSignal: giveUp.signal,
  });
  return { ...hear(unframed(engine.docker.modem, log)), stop: () => giveUp.abort() };
}

interface Demultiplexer {
  demuxStream(from: NodeJS.ReadableStream, out: NodeJS.WritableStream, err: NodeJS.WritableStream): void;
}

function unframed(modem: Demultiplexer, stream: NodeJS.ReadableStream): PassThrough {
  const text = new PassThrough();
  stream.once('end', () => text.end());
  stream.once('error', () => text.end());
  modem.demuxStream(stream, text, text);
  return text;
}
