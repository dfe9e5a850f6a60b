import { z } from 'zod';
import { type Answer, malformed, refusal } from './answers';
import { channelPayload } from './payloads';
import type { World } from './world';

const change = z.strictObject({ archived: z.boolean() });

/** `PATCH /channels/{id}` of a thread: wakes it, or puts it to sleep. */
export function changeThread(world: World, channel: string, body: unknown): Answer {
  const thread = world.threads.get(channel);
  if (thread === undefined) return refusal(10003);
  if (world.barred.has(channel)) return refusal(50001);
  if (thread.locked) return refusal(50013);
  const parsed = change.safeParse(body);
  if (!parsed.success) return malformed(parsed.error.issues.map(issue => issue.message));
  thread.archived = parsed.data.archived;
  return { status: 200, body: channelPayload(world, channel) };
}

/** Why nothing can be sent to a thread. */
export function closedThread(world: World, channel: string): Answer | undefined {
  return world.threads.get(channel)?.locked === true ? refusal(160005) : undefined;
}

/** Whether nothing in it can be changed. */
export function isAsleep(world: World, channel: string): boolean {
  return world.threads.get(channel)?.archived === true;
}

/** A message wakes the thread it is sent to. */
export function wake(world: World, channel: string): void {
  const thread = world.threads.get(channel);
  if (thread !== undefined) thread.archived = false;
}
