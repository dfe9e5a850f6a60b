import { z } from 'zod';
import type { ContainerEvent } from '../server';

const health = {
  'health_status: healthy': 'healthy',
  'health_status: unhealthy': 'unhealthy',
} as const;

const simple = z.enum([
  ...(['create', 'start', 'kill', 'die', 'stop', 'restart', 'oom'] as const),
  ...(['pause', 'unpause', 'rename', 'destroy'] as const),
]);

/** Names of the events that {@link readEvent} knows, as Docker's filter takes them. */
export const FOLLOWED: readonly string[] = [...simple.options, 'health_status'];

const count = z.coerce.number().int();

const event = z.object({
  // Docker puts the word of the health check into the name of the event.
  Action: z.union([
    simple,
    z.enum(Object.keys(health) as (keyof typeof health)[]).transform(word => health[word]),
  ]),
  Actor: z.object({
    ID: z.string(),
    Attributes: z.looseObject({
      name: z.string(),
      image: z.string().default(''),
      exitCode: count.optional(),
      signal: count.optional(),
    }),
  }),
  timeNano: z.number(),
});

/** Reads one line of Docker's event stream; undefined when it is none of those that are followed. */
export function readEvent(line: string): ContainerEvent | undefined {
  const { success, data } = event.safeParse(parsed(line));
  if (!success) return undefined;
  const { Action, Actor, timeNano } = data;
  const { name, image, exitCode, signal } = Actor.Attributes;
  return {
    atMs: timeNano / 1e6,
    action: Action,
    container: Actor.ID,
    name,
    image,
    ...(Action === 'die' && exitCode !== undefined && { exitCode }),
    ...(Action === 'kill' && signal !== undefined && { signal }),
  };
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
