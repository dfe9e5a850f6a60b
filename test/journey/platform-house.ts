import { pino } from 'pino';
import { startBot, type Bot } from '../../src/bot';
import type { AccessRule } from '../../src/chat/access';
import type { Platform } from '../../src/chat/platform';
import type { Config } from '../../src/config';
import type { AlertPlace } from '../../src/config/alerts';
import type { Jobs } from '../../src/jobs/jobs';
import { createServers } from '../../src/server/servers';
import { watchPace, type WatchPace } from '../../src/watch/pace';
import { startWorker } from '../../src/worker';
import type { World } from './world';

/** The whole program in front of a world, with one real platform adapter. */
export interface PlatformHouse {
  readonly jobs: Jobs;
  readonly bot: Bot;
  /** Everything that was logged. */
  readonly logged: () => string;
  close(): Promise<void>;
}

export async function openPlatformHouse(
  world: World,
  platform: Platform,
  access: readonly AccessRule[],
  {
    alerts = [],
    pace = watchPace,
  }: { readonly alerts?: readonly AlertPlace[]; readonly pace?: WatchPace } = {},
): Promise<PlatformHouse> {
  const written: string[] = [];
  const log = pino({ level: 'debug' }, { write: line => void written.push(line) });
  const jobs = await world.openJobs();
  const servers = createServers(world.config.servers, world.config.ssh, log);
  const stopWorker = startWorker(jobs, servers, log, { pace });
  const config = { ...world.config, access, alerts, language: 'en' } as unknown as Config;
  const bot = await startBot(config, [platform], jobs, log);
  return {
    jobs,
    bot,
    logged: () => written.join(''),
    close: async () => {
      await stopWorker();
      await bot.stop();
      await servers.close();
      await jobs.close();
    },
  };
}
