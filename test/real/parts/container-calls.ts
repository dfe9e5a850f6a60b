import type Docker from 'dockerode';
import { until } from './until';

/** Bindings on 127.0.0.1 for the ports that are to be published; 0 has the engine choose one. */
export function portBindings(publish: { readonly callback?: number; readonly api?: number }) {
  const binding = (port: number | undefined) =>
    port === undefined ? [] : [{ HostIp: '127.0.0.1', HostPort: String(port) }];
  return { '54545/tcp': binding(publish.callback), '8317/tcp': binding(publish.api) };
}

/** Starts a container and comes back when its server says that it serves. Throws when it ends before that. */
export async function startServing(container: Docker.Container): Promise<void> {
  await container.start();
  const { State } = await container.inspect();
  const since = Date.parse(State.StartedAt) / 1000;
  await until(
    'the stand-in serves',
    async () => {
      const log = await logOf(container, since);
      const now = await container.inspect();
      if (!now.State.Running || now.RestartCount > 0) throw new Error(`the stand-in ended:\n${log}`);
      return log.includes('API server started successfully');
    },
    20_000,
  );
}

/** Signals a container's first process without Docker knowing, and comes back when that has ended. */
export async function signalUnseen(container: Docker.Container, signal: NodeJS.Signals): Promise<void> {
  const before = await container.inspect();
  if (before.State.Pid === 0) throw new Error('nothing runs in the container');
  process.kill(before.State.Pid, signal);
  await until('the program ended', async () => {
    const { State } = await container.inspect();
    return State.FinishedAt !== before.State.FinishedAt;
  });
}

/** Comes back when a container that starts again by itself serves. */
export async function untilServing(container: Docker.Container, withinMs = 20_000): Promise<void> {
  await until(
    'the stand-in serves again',
    async () => {
      const { State } = await container.inspect();
      if (State.Status !== 'running') return false;
      const log = await logOf(container, Date.parse(State.StartedAt) / 1000);
      return log.includes('auto-refresh started');
    },
    withinMs,
  );
}

/** Both streams of a container's log since a moment (in seconds), without the engine's framing. */
export async function logOf(container: Docker.Container, since = 0): Promise<string> {
  const framed = await container.logs({ stdout: true, stderr: true, since, follow: false });
  const texts: string[] = [];
  // Each piece: 1 byte of stream, 3 of nothing, 4 of length, then the text.
  for (let at = 0; at + 8 <= framed.length; at += 8 + framed.readUInt32BE(at + 4)) {
    texts.push(framed.toString('utf8', at + 8, at + 8 + framed.readUInt32BE(at + 4)));
  }
  return texts.join('');
}

/** What `docker top` shows in its last column. */
export async function commandLines(container: Docker.Container): Promise<readonly string[]> {
  const answer: unknown = await container.top();
  if (!isTop(answer)) throw new Error('the engine does not say what runs in the container');
  return answer.Processes.map(columns => columns.at(-1) ?? '');
}

function isTop(answer: unknown): answer is { readonly Processes: readonly (readonly string[])[] } {
  return (
    typeof answer === 'object' && answer !== null && 'Processes' in answer && Array.isArray(answer.Processes)
  );
}
