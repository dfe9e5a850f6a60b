import { pino } from 'pino';
import { startBot } from '../../src/bot';
import type { AccessRule } from '../../src/chat/access';
import type { Config } from '../../src/config';
import type { AlertPlace } from '../../src/config/alerts';
import type { Jobs, Stop } from '../../src/jobs/jobs';
import type { OneHubSettings } from '../../src/onehub/settings';
import { loginLimits, type LoginLimits } from '../../src/login/work';
import { createServers } from '../../src/server/servers';
import { watchPace, type WatchPace } from '../../src/watch/pace';
import { startWorker } from '../../src/worker';
import { MemoryChat, privateChatOf, type Shown, type Somebody } from './memory-chat';
import { access as usualAccess, type World } from './world';

/** The whole program in front of a world, with a chat of our own. */
export interface House {
  readonly chat: MemoryChat;
  readonly jobs: Jobs;
  /** Everything that was logged. */
  readonly logged: () => string;
  stopBot(): Promise<void>;
  startBot(): Promise<void>;
  stopWorker(): Promise<void>;
  /** The last message in somebody's private chat, once it holds these words. */
  status(who: Somebody, words: RegExp): Promise<Shown>;
  close(): Promise<void>;
}

export interface HouseOptions {
  readonly limits?: Partial<LoginLimits>;
  /** Chats that are told of incidents; none by default. */
  readonly alerts?: readonly AlertPlace[];
  readonly pace?: WatchPace;
  /** Who may do what; Ada and Bob are operators by default. */
  readonly access?: readonly AccessRule[];
  readonly oneHub?: OneHubSettings;
}

/** Moves in on a queue that is open. */
export async function openHouse(
  world: World,
  jobs: Jobs,
  { limits, alerts = [], pace = watchPace, access = usualAccess, oneHub }: HouseOptions = {},
): Promise<House> {
  const written: string[] = [];
  const log = pino({ level: 'debug' }, { write: line => void written.push(line) });
  const chat = new MemoryChat();
  const config = { ...world.config, access, alerts, language: 'en' } as unknown as Config;
  const servers = createServers(world.config.servers, world.config.ssh, log);
  const stopWorker = once(
    startWorker(jobs, servers, log, {
      limits: { ...loginLimits, ...limits },
      pace,
      ...(oneHub && { oneHub }),
    }),
  );
  let stopBot = once((await startBot(config, [chat], jobs, log)).stop);

  return {
    chat,
    jobs,
    logged: () => written.join(''),
    stopBot: () => stopBot(),
    startBot: async () => {
      stopBot = once((await startBot(config, [chat], jobs, log)).stop);
    },
    stopWorker,
    status: (who, words) =>
      eventually(
        `${who.name} reads ${String(words)}`,
        () => {
          const last = chat.in(privateChatOf(who.id)).at(-1);
          return last !== undefined && words.test(last.text) ? last : undefined;
        },
        () => JSON.stringify(chat.in(privateChatOf(who.id)), undefined, 1),
      ),
    close: once(async () => {
      await stopWorker();
      await stopBot();
      await servers.close();
    }),
  };
}

/** Waits until something is so; says what was there instead when it never is. */
export async function eventually<T>(
  what: string,
  look: () => T | undefined | Promise<T | undefined>,
  instead: () => string = () => 'nothing',
  withinMs = 20_000,
): Promise<T> {
  const startedAtMs = Date.now();
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    if (Date.now() - startedAtMs > withinMs) throw new Error(`never seen: ${what}; there was ${instead()}`);
    await new Promise(resolve => setTimeout(resolve, 20));
  }
}

function once(stop: Stop): Stop {
  let stopped: Promise<void> | undefined;
  return () => (stopped ??= stop());
}
