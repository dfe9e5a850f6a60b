import { z } from 'zod';
import { UserError } from '../../errors';
import type { EngineFacts } from '../server';
import { ask, type Engine } from './engine';

const info = z.object({
  ServerVersion: z.string(),
  SystemTime: z
    .string()
    .transform(text => Date.parse(text))
    .pipe(z.number()),
});

/**
 * Docker's version and clock, which is right to half the time that one question takes: the first question opens
 * the way, the second is timed. Throws UserError (the way to the server, `docker-…`, `connection-lost`).
 */
export async function readEngine(engine: Engine, stopwatch = () => performance.now()): Promise<EngineFacts> {
  await ask(engine, docker => docker.ping());
  const askedAtMs = stopwatch();
  const answer: unknown = await ask(engine, docker => docker.info());
  const tookMs = stopwatch() - askedAtMs;
  const { success, data, error } = info.safeParse(answer);
  if (success) return { version: data.ServerVersion, nowMs: data.SystemTime + tookMs / 2 };
  const detail = 'Docker does not say its version and its time';
  throw new UserError({ code: 'docker-failed', server: engine.server, detail }, error);
}
