import { setTimeout as delay } from 'node:timers/promises';
import type { Log } from '../../../log';
import type { Update } from 'telegraf/types';
import type { Api } from './api';
import { TelegramFault } from './fault';

const allowedUpdates = ['message', 'callback_query'] as const;
const longPollSeconds = 50;
const backOffMs: readonly number[] = [500, 1_000, 2_000, 5_000, 10_000, 30_000];

/**
 * Hands updates over one by one, in order, each once, until `signal` ends it. Telegraf's own loop would wait for
 * all handlers of a batch, stop for good when a second bot polls (409), and read the last batch again after it.
 */
export async function poll(
  api: Api,
  handle: (update: Update) => void,
  log: Log,
  signal: AbortSignal,
): Promise<void> {
  let offset: number | undefined;
  let failures = 0;
  while (!signal.aborted) {
    try {
      const updates = await api(
        'getUpdates',
        {
          timeout: longPollSeconds,
          allowed_updates: allowedUpdates,
          ...(offset === undefined ? {} : { offset }),
        },
        // A connection that died silently must not keep the bot deaf.
        { once: true, deadlineMs: (longPollSeconds + 10) * 1_000, signal },
      );
      if (failures > 0) log.info({}, 'Telegram answers again');
      failures = 0;
      for (const update of updates) {
        offset = update.update_id + 1;
        handle(update);
      }
    } catch (error) {
      if (isAborted(signal)) break;
      complain(error, log);
      const pauseMs = backOffMs[Math.min(failures++, backOffMs.length - 1)] ?? 0;
      await delay(Math.max(pauseMs, retryAfterMs(error)), undefined, { signal }).catch(() => undefined);
    }
  }
  if (offset !== undefined) await confirm(api, offset);
}

/** Aborted meanwhile: the compiler takes the loop's condition for the last word. */
function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}

function complain(error: unknown, log: Log): void {
  const code = error instanceof TelegramFault ? error.code : undefined;
  if (code === 409)
    log.error({ err: error }, 'another program reads the messages of this Telegram bot: stop it');
  else if (code === 401) log.error({ err: error }, 'Telegram no longer accepts the bot token');
  else log.warn({ err: error }, 'cannot read from Telegram, trying again');
}

function retryAfterMs(error: unknown): number {
  return error instanceof TelegramFault ? (error.retryAfter ?? 0) * 1_000 : 0;
}

/** Tells Telegram that everything below `offset` was taken, so that the next start does not see it again. */
async function confirm(api: Api, offset: number): Promise<void> {
  const request = { offset, limit: 1, timeout: 0, allowed_updates: allowedUpdates };
  await api('getUpdates', request, { once: true, deadlineMs: 1_000 }).catch(() => undefined);
}
