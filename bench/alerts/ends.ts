import { text } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import { z } from 'zod';
import type { RealEngine } from '../../test/real/parts/dockerd';

const event = z.object({ timeNano: z.number() });

/** When containers ended since a moment, by Docker's own time, oldest first; in milliseconds since 1970. */
export async function endsSince({ docker }: RealEngine, sinceMs: number): Promise<readonly number[]> {
  const answer = await docker.getEvents({
    since: sinceMs / 1_000,
    until: Date.now() / 1_000,
    filters: JSON.stringify({ type: ['container'], event: ['die'] }),
  });
  if (!(answer instanceof Readable)) throw new Error('Docker’s events are no stream');
  const lines = (await text(answer)).split('\n').filter(line => line.trim() !== '');
  return lines.map(line => event.parse(JSON.parse(line)).timeNano / 1e6);
}
