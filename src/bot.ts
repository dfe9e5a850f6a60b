import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Log } from './log';
import type { AccessRule } from './chat/access';
import { createAlerts, type AlertOptions } from './chat/alerts/alerts';
import { createDelivery } from './chat/deliver';
import { describeCommands } from './chat/describe-commands';
import { createDispatch } from './chat/dispatch';
import { loadCommands } from './chat/load-commands';
import type { Listener, Platform } from './chat/platform';
import type { Config } from './config';
import type { Jobs, Stop } from './jobs/jobs';

/** Whoever sits at the terminal can read the configuration and the keys anyway. */
const terminalMay: AccessRule = { right: 'admin', who: 'terminal:me' };
/** What is being sent has this long at the stop; then what waits for its turn is left to whoever comes next. */
const lastWordsMs = 3_000;

export interface Bot {
  readonly stop: Stop;
  /** Resolves when everything that was heard so far has been dealt with. */
  readonly settled: () => Promise<void>;
}

/**
 * The bot's part: hears people on every platform, puts what they ask into the queue, and tells them; and tells
 * chats what watchers saw.
 */
export async function startBot(
  config: Config,
  platforms: readonly Platform[],
  jobs: Jobs,
  log: Log,
  options: AlertOptions = {},
): Promise<Bot> {
  const alerts = createAlerts(config, platforms, jobs, log, options);
  const commands = await loadCommands(resolve(__dirname, '..', 'commands'));
  const stops: Stop[] = [];
  const underWay = new Set<Promise<void>>();
  const start = async (platform: Platform): Promise<void> => {
    const listener = createDispatch({
      platform,
      commands,
      jobs,
      access: platform.name === 'terminal' ? [...config.access, terminalMay] : config.access,
      servers: config.servers.map(server => server.name),
      alerts: config.alerts,
      log,
    });
    const receive: Listener['receive'] = async incoming => {
      const work = listener.receive(incoming);
      underWay.add(work);
      await work.finally(() => underWay.delete(work));
    };
    await platform.start(describeCommands(commands), { ...listener, receive });
    const stopOutbox = jobs.workOutbox(platform.name, createDelivery(platform, jobs, log, alerts.deliver));
    stops.push(async () => {
      await Promise.race([stopOutbox(), sleep(lastWordsMs, undefined, { ref: false })]);
      await platform.stop();
    });
  };
  await Promise.all(platforms.map(start));
  const stopAlerts = alerts.start();
  return {
    stop: async () => {
      await stopAlerts();
      await Promise.all(stops.map(stop => stop()));
    },
    settled: async () => {
      await Promise.all(underWay);
    },
  };
}
