import { problemIn } from '../cliproxy/failure';
import { linesOfLogFile } from '../cliproxy/log-file-lines';
import { createOutputReader, type OutputEvent } from '../cliproxy/output';
import { UserError } from '../errors';
import type { CallbackPort } from '../jobs/login';
import type { Container, Execution } from '../server/server';
import type { LoginRun } from './login-run';
import { endLogin } from './program';
import { isTakenByAnother } from './turn';
import type { LoginWork } from './work';

/** Starts the login program in the container. */
export async function startProgram(work: LoginWork, container: Container): Promise<LoginRun> {
  const { server, place, provider } = work;
  const execution = await container.exec([place.program, ...provider.flags]);
  const printed: OutputEvent[] = [];
  return {
    events: heard(execution, server.name, printed),
    ...(provider.redirect && { port: portOf(provider.redirect.port) }),
    sideBySide: false,
    delivered: () => undefined,
    async end(container, isTold) {
      // Whoever finds this one in the way ends it.
      if (isTold && (await isTakenByAnother(work))) return;
      await endLogin(server, container, provider);
    },
    async why(container, before) {
      if (!printed.some(saysWhy)) {
        const reader = createOutputReader();
        const lines = await linesOfLogFile(container, place, before.lastLineAtMs);
        printed.push(...reader.push(lines.join('\n')), ...reader.end());
      }
      return problemIn({
        server: server.name,
        program: place.program,
        provider,
        events: printed,
        exitCode: await execution.exitCode(),
      });
    },
  };

  /** The line for those who prefer a tunnel, to wherever the port can be reached on the server. */
  function portOf(number: number): CallbackPort {
    const [end] = container.endpoints(number);
    const { host, port } = end ?? { host: '127.0.0.1', port: number };
    return { number, tunnel: `ssh -L ${number}:${host}:${port} ${server.sshTarget}` };
  }
}

async function* heard(
  execution: Execution,
  server: string,
  printed: OutputEvent[],
): AsyncGenerator<OutputEvent> {
  const reader = createOutputReader();
  try {
    for await (const chunk of execution.output) {
      for (const event of kept(reader.push(chunk))) yield event;
    }
  } catch (error) {
    throw error instanceof UserError ? error : new UserError({ code: 'connection-lost', server }, error);
  }
  yield* kept(reader.end());

  /** Before anybody hears it, so that it is there when they ask why. */
  function kept(events: readonly OutputEvent[]): readonly OutputEvent[] {
    printed.push(...events);
    return events;
  }
}

function saysWhy(event: OutputEvent): boolean {
  return event.kind === 'failure' || (event.kind === 'log' && event.level.startsWith('err'));
}
