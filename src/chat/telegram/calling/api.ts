import { setTimeout as delay } from 'node:timers/promises';
import type { Telegram } from 'telegraf';
import type { Opts, Telegram as Methods } from 'telegraf/types';
import { createLines } from './lines';
import type { Pacing } from './pacing';
import { TelegramFault, faultOf } from './fault';

const deadlineMs = 30_000;
const backOffMs: readonly number[] = [300, 1_000, 3_000];
/** The longest a call waits in all; whoever needs more is told to come back later. */
const patienceMs = 60_000;

export interface CallOptions {
  /** Whose turns this call takes. */
  readonly chat?: number;
  /** Gives up when no answer came by then. */
  readonly deadlineMs?: number;
  /** Fails at once instead of trying again. */
  readonly once?: boolean;
  /** Ends the call. */
  readonly signal?: AbortSignal;
}

/** Calls a method of the Bot API. Throws TelegramFault. */
export type Api = <M extends keyof Methods>(
  method: M,
  payload: Opts<M>,
  options?: CallOptions,
) => Promise<ReturnType<Methods[M]>>;

/**
 * The Bot API with manners: writes to a chat in the order asked for, waits for its turn there, obeys `retry_after`,
 * and tries again when the network or Telegram fails. `stopping` ends all waiting.
 */
export function createApi(client: Telegram, pacing: Pacing, stopping: AbortSignal): Api {
  const inLine = createLines();

  async function takeTurn(method: string, chat: number, leftMs: number): Promise<void> {
    const waitMs = leftMs < 0 ? undefined : pacing.turn(chat, leftMs);
    if (waitMs === undefined)
      throw new TelegramFault(method, { description: 'this chat is written to too often' });
    await pause(method, waitMs);
  }

  async function pause(method: string, ms: number): Promise<void> {
    if (ms <= 0) return;
    await delay(ms, undefined, { signal: stopping }).catch(() => {
      throw new TelegramFault(method, { description: 'stopping' });
    });
  }

  const call: Api = async (method, payload, options = {}) => {
    const askedAt = Date.now();
    const work = () => tried(method, payload, options, askedAt);
    return options.chat === undefined ? work() : inLine(options.chat, work);
  };

  /** `askedAt` is when it was asked for: who stands in line long has the less patience left. */
  async function tried<M extends keyof Methods>(
    method: M,
    payload: Opts<M>,
    options: CallOptions,
    askedAt: number,
  ): Promise<ReturnType<Methods[M]>> {
    let waitedMs = 0;
    for (let attempt = 0; ; attempt++) {
      if (options.chat !== undefined) {
        await takeTurn(method, options.chat, patienceMs - (Date.now() - askedAt));
      }
      try {
        return await withDeadline(options, signal => client.callApi(method, payload, { signal }));
      } catch (error) {
        const fault = faultOf(method, error, client.token);
        const waitMs = waitAfter(fault, attempt);
        if (fault.retryAfter !== undefined && options.chat !== undefined) {
          pacing.pause(options.chat, fault.retryAfter * 1_000);
        }
        if (options.once === true || waitMs === undefined || waitedMs + waitMs > patienceMs) throw fault;
        waitedMs += waitMs;
        // A chat that was told to slow down makes the next turn wait by itself.
        if (fault.retryAfter === undefined || options.chat === undefined) await pause(method, waitMs);
      }
    }
  }

  return call;
}

/** How long to wait before another try, in milliseconds; undefined where another try is of no use. */
function waitAfter(fault: TelegramFault, attempt: number): number | undefined {
  if (fault.retryAfter !== undefined) return fault.retryAfter * 1_000;
  return fault.mayPass ? backOffMs[attempt] : undefined;
}

// telegraf declares the signal of a ponyfill; Node's own has everything that node-fetch looks for.
type Signal = NonNullable<NonNullable<Parameters<Telegram['callApi']>[2]>['signal']>;

async function withDeadline<T>(options: CallOptions, run: (signal: Signal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const end = () => {
    controller.abort();
  };
  const timer = setTimeout(end, options.deadlineMs ?? deadlineMs);
  options.signal?.addEventListener('abort', end);
  if (options.signal?.aborted === true) end();
  try {
    return await run(controller.signal as unknown as Signal);
  } finally {
    clearTimeout(timer);
    options.signal?.removeEventListener('abort', end);
  }
}
