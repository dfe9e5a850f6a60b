import { StringDecoder } from 'node:string_decoder';
import { setTimeout as pause } from 'node:timers/promises';
import { UserError } from '../../errors';
import type { Execution } from '../server';
import type { Engine } from './engine';
import { createFrameReader } from './frames';

// Docker notes the end of a program a little after its output ended.
const EXIT_PAUSES_MS = [10, 20, 50, 100, 200, 400];

/** Starts a program in a container, without terminal and stdin. Throws what Docker answers. */
export async function startExecution(
  engine: Engine,
  containerId: string,
  argv: readonly string[],
): Promise<Execution> {
  const { id } = await engine.call((docker, abortSignal) =>
    docker.getContainer(containerId).exec({
      Cmd: [...argv],
      AttachStdin: false,
      AttachStdout: true,
      AttachStderr: true,
      Tty: false,
      abortSignal,
    }),
  );
  const stream = await engine.call((docker, abortSignal) =>
    docker.getExec(id).start({ Detach: false, Tty: false, hijack: false, abortSignal }),
  );

  return {
    output: decode(engine, stream),
    exitCode: async () => {
      for (const pauseMs of EXIT_PAUSES_MS) {
        const state = await engine.call((docker, abortSignal) => docker.getExec(id).inspect({ abortSignal }));
        if (!state.Running) return state.ExitCode ?? undefined;
        await pause(pauseMs);
      }
      return undefined;
    },
  };
}

/** Text in the order it comes; a character cut in two is put together, on each of the two streams. */
async function* decode(engine: Engine, stream: AsyncIterable<Buffer>): AsyncGenerator<string, void> {
  const read = createFrameReader();
  const decoders = { stdout: new StringDecoder('utf8'), stderr: new StringDecoder('utf8') };
  try {
    for await (const chunk of stream) {
      for (const piece of read(chunk)) {
        const text = decoders[piece.stream].write(piece.bytes);
        if (text !== '') yield text;
      }
    }
  } catch (cause) {
    throw new UserError({ code: 'connection-lost', server: engine.server }, cause);
  }
  const rest = decoders.stdout.end() + decoders.stderr.end();
  if (rest !== '') yield rest;
}
