import { Redis } from 'ioredis';
import type { Parts } from './parts';

/** Has Redis forget everything that an earlier program left there. */
export async function emptyRedis(parts: Parts): Promise<void> {
  const redis = new Redis((await parts.redis()).url);
  await redis.flushall();
  redis.disconnect();
}
