import { request } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import type Docker from 'dockerode';
import { z } from 'zod';

/** An event as Docker wrote it. */
export interface Told {
  readonly action: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly nanoseconds: bigint;
}

export interface Listener {
  readonly events: () => readonly Told[];
  /** `die 137`, `kill 9`, `start`: the action, and what else matters of it. */
  readonly words: () => readonly string[];
  readonly stop: () => void;
  /** The engine ended it. */
  readonly ended: Promise<void>;
}

const usual = {
  type: ['container'],
  event: [
    ...['create', 'start', 'kill', 'die', 'stop', 'restart', 'oom'],
    ...['pause', 'unpause', 'rename', 'destroy', 'health_status'],
  ],
};
const line = z.object({
  Action: z.string(),
  Actor: z.object({ Attributes: z.record(z.string(), z.string()) }),
});

/** Listens to an engine; comes back when it does. */
export async function listen(
  docker: Docker,
  filters: Readonly<Record<string, readonly string[]>> = usual,
): Promise<Listener> {
  const stream = await open(docker, `filters=${encodeURIComponent(JSON.stringify(filters))}`);
  const told: Told[] = [];
  let rest = '';
  stream.setEncoding('utf8').on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n');
    rest = lines.pop() ?? '';
    told.push(...lines.map(eventOf));
  });
  const ended = new Promise<void>(resolve => {
    stream
      .once('end', resolve)
      .once('close', resolve)
      .on('error', () => resolve());
  });
  return {
    events: () => told,
    words: () =>
      told.map(({ action, attributes: { exitCode, signal } }) =>
        [action.trim(), exitCode ?? signal ?? []].flat().join(' '),
      ),
    stop: () => stream.destroy(),
    ended,
  };
}

/** What an engine remembers from a moment on. */
export async function heardSince(docker: Docker, nanoseconds: bigint): Promise<readonly Told[]> {
  const since = `${nanoseconds / 1_000_000_000n}.${String(nanoseconds % 1_000_000_000n).padStart(9, '0')}`;
  const until = Math.ceil(Date.now() / 1000) + 1;
  const filters = encodeURIComponent(JSON.stringify(usual));
  const said = await text(await open(docker, `since=${since}&until=${until}&filters=${filters}`));
  return said.trim().split('\n').filter(Boolean).map(eventOf);
}

/** Past what dockerode makes of it: the numbers must not lose their digits. */
function open(docker: Docker, query: string): Promise<IncomingMessage> {
  const { socketPath, host, port } = z
    .object({
      socketPath: z.string().optional(),
      host: z.string().optional(),
      port: z.coerce.number().optional(),
    })
    .parse(docker.modem);
  const where = socketPath === undefined ? { host, port } : { socketPath };
  return new Promise((resolve, reject) => {
    request({ ...where, path: `/events?${query}` }, resolve)
      .once('error', reject)
      .end();
  });
}

function eventOf(json: string): Told {
  const { Action, Actor } = line.parse(JSON.parse(json));
  const [, digits = '0'] = /"timeNano":(\d+)/.exec(json) ?? [];
  return { action: Action, attributes: Actor.Attributes, nanoseconds: BigInt(digits) };
}
