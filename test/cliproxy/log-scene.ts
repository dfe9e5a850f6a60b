import { createLogMemory, type LogSays } from '../../src/cliproxy/log-memory';
import type { Container } from '../../src/server/server';
import { fakeServer, place, type FakeServer } from '../login/fake-server';

export const startLine = 'API server started successfully on: :8317';
/** What CLIProxyAPI logs, as opposed to prints. */
export const logged = (text: string): string => `[2026-11-22 20:00:00] [--------] [info ] [run.go:1] ${text}`;
export const suspendedLine = (client: string): string =>
  `Suspended client ${client} for model claude-opus-4-5: unauthorized`;

/** What a worker remembers of the log of one server, and what it asks for. */
export interface LogScene {
  readonly server: FakeServer;
  /** What the log was asked for, in order. */
  readonly asked: readonly Parameters<Container['logs']>[0][];
  readonly programs: readonly (readonly string[])[];
  /** Lets time pass at ours. */
  readonly wait: (ms: number) => void;
  readonly look: () => Promise<LogSays>;
  /** The clients that a look speaks of. */
  readonly clients: () => Promise<readonly string[]>;
}

/** @param onExec runs what is started in the container, where the image has it. */
export function openLog(onExec?: FakeServer['onExec']): LogScene {
  const server = fakeServer();
  const asked: Parameters<Container['logs']>[0][] = [];
  const programs: (readonly string[])[] = [];
  server.onExec = argv => {
    programs.push(argv);
    return onExec?.(argv);
  };
  let clock = 0;
  const memory = createLogMemory(place, () => clock);
  const look = async (): Promise<LogSays> => {
    const container = await server.container();
    return memory.after({
      ...container,
      logs: options => {
        asked.push(options);
        return container.logs(options);
      },
    });
  };
  const clients = async (): Promise<readonly string[]> =>
    (await look()).said.map(({ subject }) => (subject.kind === 'client' ? subject.client : subject.kind));
  return { server, asked, programs, wait: ms => void (clock += ms), look, clients };
}
