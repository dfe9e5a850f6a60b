import { createRedisBackend } from 'bullmq';
import type { Redis } from 'ioredis';

import type { Log } from '../log';
import { openJobs } from './engine';
import type { Jobs } from './jobs';
import {
  becomesReady,
  copiesOf,
  end,
  FAILING_FAST,
  firstConnection,
  isRedisAway,
  reportOutages,
  unavailable,
  WAITING,
  warnOfEviction,
} from './on-redis/redis-connection';
import type { Store, Timing, Use } from './store';

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
  const copies = copiesOf(working);
  const close = async (): Promise<void> => {
    endReport();
    await Promise.all([producing, working, ...copies].map(end));
  };
  return openJobs(redisStore({ produce: producing, work: working }, prefix, close), log, timing);
}

function redisStore(
  connections: Readonly<Record<Use, Redis>>,
  prefix: string,
  close: () => Promise<void>,
): Store {
  // One for all who ask during an outage.
  let ready: Promise<void> | undefined;
  const producing = (): Promise<void> =>
    (ready ??= becomesReady(connections.produce).finally(() => (ready = undefined)));
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
      // A plain timer: aborting one through a signal would cost a tenth of all the work on a job.
      let timer: NodeJS.Timeout | undefined;
      const late = new Promise<never>((_, reject) => {
        timer = setTimeout(() => reject(unavailable('no answer in time')), PRODUCE_MS);
      });
      late.catch(() => undefined);
      try {
        // Checked before BullMQ is asked: it would keep the operation and do it when Redis is back, long
        // after the person was told otherwise.
        if (connections.produce.status !== 'ready') await Promise.race([producing(), late]);
        return await Promise.race([operation(), late]);
      } catch (error) {
        throw isRedisAway(error) ? unavailable(error) : error;
      } finally {
        clearTimeout(timer);
      }
    },
    ping: async () => {
      await connections.produce.ping();
    },
    isOutage: isRedisAway,
    isAway: () => connections.produce.status !== 'ready',
    close,
  };
}
