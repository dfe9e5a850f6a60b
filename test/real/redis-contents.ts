import type Redis from 'ioredis';

type Read = (redis: Redis, key: string) => Promise<unknown>;

/** How a value of each type is read whole. */
const readers: Readonly<Record<string, Read>> = {
  string: (redis, key) => redis.get(key),
  hash: (redis, key) => redis.hgetall(key),
  list: (redis, key) => redis.lrange(key, 0, -1),
  set: (redis, key) => redis.smembers(key),
  zset: (redis, key) => redis.zrange(key, 0, '-1', 'WITHSCORES'),
  stream: (redis, key) => redis.xrange(key, '-', '+'),
};

/** Every key of a Redis with its value, as text. Throws for a type that cannot be read. */
export async function contentsOf(redis: Redis): Promise<string> {
  const keys = await redis.keys('*');
  const entries = await Promise.all(
    keys.map(async key => {
      const type = await redis.type(key);
      const read = readers[type];
      if (read === undefined) throw new Error(`${key} is a ${type}, which nobody looked into`);
      return [key, await read(redis, key)];
    }),
  );
  return JSON.stringify(entries);
}
