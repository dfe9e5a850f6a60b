import { setTimeout as sleep } from 'node:timers/promises';

import type { Redis } from 'ioredis';

import { messageOf, UserError } from '../../errors';
import type { Log } from '../../log';
import { withinGrace } from '../patience';
import { redisFailure } from './redis-failure';
import type { RedisPlace } from './redis-failure';

/** Containers that start side by side come up in any order. */
const STARTUP_MS = 5_000;
const LONGEST_PAUSE_MS = 2_000;
const LAST_ATTEMPT_MS = 500;

const COMMON = {
  connectTimeout: 5_000,
  retryStrategy: (times: number): number => Math.min(times * 100, LONGEST_PAUSE_MS),
};
/** Nothing is kept for later: whoever asks is told at once that the queue is away. */
export const FAILING_FAST = { ...COMMON, enableOfflineQueue: false, maxRetriesPerRequest: 0 };
/** Commands wait until Redis is back. */
export const WAITING = { ...COMMON, maxRetriesPerRequest: null };

/**
 * Waits for the first connection. Throws an Error whose sentence says what is wrong with REDIS_URL or Redis:
 * at once where trying again does not help, else after five seconds.
 */
export async function firstConnection(client: Redis, place: RedisPlace): Promise<void> {
  let last = '';
  const failed = new Promise<never>((_, reject) => {
    client.on('error', (error: Error) => {
      const failure = redisFailure((last = error.message), place);
      if (failure.final) reject(new Error(failure.sentence));
    });
  });
  const ended = new AbortController();
  const late = sleep(STARTUP_MS, undefined, { signal: ended.signal }).then(() => {
    throw new Error(redisFailure(last, place).sentence);
  });
  late.catch(() => undefined);
  await Promise.race([becomesReady(client), failed, late]).finally(() => {
    ended.abort();
  });
}

/** Resolves when commands can be sent. */
export function becomesReady(client: Redis): Promise<void> {
  if (client.status === 'ready') return Promise.resolve();
  return new Promise(resolve => client.once('ready', resolve));
}

/**
 * Tells the log once that Redis went away and why, and once that it is back.
 *
 * @returns how to end that, before the connection is closed on purpose.
 */
export function reportOutages(client: Redis, place: RedisPlace, log: Log): () => void {
  let told = '';
  let ended = false;
  const tell = (sentence: string): void => {
    if (!ended && sentence !== told) log.warn({ redis: place }, sentence);
    told = sentence;
  };
  client.on('error', (error: Error) => tell(redisFailure(error.message, place).sentence));
  client.on('close', () => {
    if (told === '') tell(`The connection to Redis at ${place.host}:${place.port} was lost.`);
  });
  client.on('ready', () => {
    if (told !== '') log.info({ redis: place }, 'Redis is back');
    told = '';
  });
  return () => {
    ended = true;
  };
}

/**
 * The copies BullMQ makes of a connection from now on, one for each of its objects that block, as long as they
 * live. It closes them itself, but not while Redis is away.
 */
export function copiesOf(client: Redis): ReadonlySet<Redis> {
  const copies = new Set<Redis>();
  const duplicate = client.duplicate.bind(client);
  client.duplicate = (...options) => {
    const copy = duplicate(...options);
    copies.add(copy);
    // Its errors are heard by BullMQ as long as it uses it; later ones are nobody's.
    copy.on('error', () => undefined);
    copy.once('end', () => copies.delete(copy));
    return copy;
  };
  return copies;
}

/**
 * Ends a connection and everything that waits on it. ioredis forgets one that is between two attempts to
 * reconnect: its commands would hang for ever, and BullMQ with them. One more attempt, and it is ended.
 */
export async function end(client: Redis): Promise<void> {
  if (client.status === 'end') return;
  client.disconnect();
  if (client.status !== 'reconnecting') return;
  await withinGrace(client.connect(), LAST_ATTEMPT_MS);
  client.disconnect();
}

/** Warns of a Redis that may throw queued jobs away. Some hosted ones do not say; then there is no warning. */
export async function warnOfEviction(client: Redis, place: RedisPlace, log: Log): Promise<void> {
  const info = await client.info('memory').catch(() => '');
  const policy = /^maxmemory_policy:(\S+)/m.exec(info)?.[1];
  if (policy === undefined || policy === 'noeviction') return;
  log.warn(
    { redis: place, policy },
    'Redis may evict queued jobs when its memory is full: set maxmemory-policy to noeviction',
  );
}

/** Failures of the connection, as the system and ioredis name them, and answers of a Redis that takes nothing. */
const AWAY = [
  /E(CONN|PIPE|HOST|NET|TIMEDOUT|NOTFOUND|AI_)/,
  /Connection is closed|isn't writeable|max retries per request/,
  /^(Error: |ReplyError: )?(MISCONF|OOM|READONLY|LOADING|MASTERDOWN|CLUSTERDOWN|TRYAGAIN|NOAUTH|WRONGPASS|NOPERM)/,
];

/** Whether an error says that Redis is away or takes nothing, as against a mistake in what it was told. */
export function isRedisAway(error: unknown): boolean {
  const message = messageOf(error);
  return AWAY.some(pattern => pattern.test(message));
}

/** The problem to show, with a cause for the log that is free of the failed command and its data. */
export function unavailable(error: unknown): UserError {
  return new UserError({ code: 'queue-unavailable' }, new Error(messageOf(error)));
}
