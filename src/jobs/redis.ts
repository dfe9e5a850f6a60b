import { setTimeout as sleep } from 'node:timers/promises';

import { createRedisBackend } from 'bullmq';
import type { Redis } from 'ioredis';

import type { Log } from '../log';
import { openJobs } from './engine';
import type { Jobs } from './jobs';
import {
  becomesReady,
  FAILING_FAST,
  firstConnection,
  isRedisAway,
  reportOutages,
  unavailable,
  WAITING,
  warnOfEviction,
} from './redis-connection';
import type { Store, Timing } from './store';

/** Every key begins with this. */
const PREFIX = 'chatops';
/** What producers wait for Redis at most. */
const PRODUCE_MS = 900;

export interface RedisJobsOptions {
  /** `redis://` or `rediss://`, with user, password and database where needed. */
  readonly url: string;
  readonly log: Log;
  readonly prefix?: string;
  readonly timing?: Timing;
}

/**
 * The queue on Redis, for any number of bots and workers. Throws an Error whose sentence says what to change
 * when Redis cannot be used; an outage later on is waited out by workers and told to producers.
 */
export async function openRedisJobs({ url, log, prefix = PREFIX, timing }: RedisJobsOptions): Promise<Jobs> {
  const { Redis } = await import('ioredis');
  const producing = new Redis(url, FAILING_FAST);
  const place = { host: producing.options.host ?? 'localhost', port: producing.options.port ?? 6379 };
  try {
    await firstConnection(producing, place);
  } catch (error) {
    producing.disconnect();
    throw error;
  }
  const endReport = reportOutages(producing, place, log);
  await warnOfEviction(producing, place, log);
  const working = new Redis(url, WAITING);
  // The same Redis, the same trouble: the other connection tells it.
  working.on('error', () => undefined);
  return openJobs(redisStore(producing, working, prefix, endReport), log, timing);
}

function redisStore(producing: Redis, working: Redis, prefix: string, endReport: () => void): Store {
  const connections = { produce: producing, work: working };
  return {
    prefix,
    shared: true,
    idleSeconds: 5,
    backend: (name, options, roles) =>
      // BullMQ's version check is an INFO a connection, and a queue whose INFO fails never recovers.
      createRedisBackend(
        name,
        { ...options, connection: connections[options.connection], skipVersionCheck: true },
        roles,
      ),
    async produce(operation) {
      const ended = new AbortController();
      const late = sleep(PRODUCE_MS, undefined, { signal: ended.signal }).then(() => {
        throw unavailable('no answer in time');
      });
      late.catch(() => undefined);
      try {
        // Checked before BullMQ is asked: it would keep the operation and do it when Redis is back, long
        // after the person was told otherwise.
        await Promise.race([becomesReady(producing), late]);
        return await Promise.race([operation(), late]);
      } catch (error) {
        throw isRedisAway(error) ? unavailable(error) : error;
      } finally {
        ended.abort();
      }
    },
    ping: async () => {
      await producing.ping();
    },
    isOutage: isRedisAway,
    close: () => {
      endReport();
      producing.disconnect();
      working.disconnect();
      return Promise.resolve();
    },
  };
}
