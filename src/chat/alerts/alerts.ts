import type { Config } from '../../config';
import type { Jobs, Stop } from '../../jobs/jobs';
import type { Log } from '../../log';
import { wordsFor } from '../../messages/catalogue';
import { ChatClosed, platformOf, type Address, type Platform } from '../platform';
import { createBoard } from './board';
import { openChat, type Chat } from './tell-chat';

/** Between two looks at every chat: for signals that were lost, and mutes that ran out. */
const SWEEP_MS = 30_000;

export interface AlertOptions {
  readonly now?: () => number;
  /** Called with how long after it was first seen something was first told, in milliseconds. */
  readonly onTold?: (delayMs: number) => void;
}

/** Alerts: from what watchers saw to the chats that are to know. */
export interface Alerts {
  /** Brings a chat up to date; what throws is to be tried again. */
  readonly deliver: (to: Address) => Promise<void>;
  /** Begins to listen. Ends before the outboxes do, so that none begins another message. */
  readonly start: () => Stop;
}

export function createAlerts(
  { alerts: places, servers, language }: Pick<Config, 'alerts' | 'servers' | 'language'>,
  platforms: readonly Platform[],
  jobs: Jobs,
  log: Log,
  { now = Date.now, onTold = () => undefined }: AlertOptions = {},
): Alerts {
  const board = createBoard(jobs);
  const stopping = new AbortController();
  const chats = new Map<Address, Chat>();
  const underWay = new Map<Address, Promise<void>>();
  const waiting = new Map<Address, NodeJS.Timeout>();
  /** Since when the bot may not write there, by our clock. */
  const closed = new Map<Address, number>();
  const here = [...new Set(places.map(place => place.to))].filter(to =>
    platforms.some(platform => platform.name === platformOf(to)),
  );

  return {
    deliver: to => {
      // The queue sees to it too, but not while it has lost sight of a delivery that goes on.
      const turn = (underWay.get(to) ?? Promise.resolve()).catch(() => undefined).then(() => deliver(to));
      underWay.set(to, turn);
      return turn;
    },
    start: () => {
      const stopListening = jobs.onSignal(signal => {
        if (signal.kind !== 'incidents') return;
        board.outdate(signal.server);
        for (const to of here) if (serversOf(to).includes(signal.server)) tell(to);
      });
      sweep();
      const sweeping = setInterval(sweep, SWEEP_MS).unref();
      return async () => {
        stopping.abort();
        clearInterval(sweeping);
        for (const timer of waiting.values()) clearTimeout(timer);
        await stopListening();
      };
    },
  };

  function sweep(): void {
    board.outdate();
    for (const to of here) tell(to);
  }

  function tell(to: Address): void {
    jobs.tell(platformOf(to), { kind: 'alerts', to }).catch((error: unknown) => {
      // The next sweep does it.
      log.warn({ err: error }, 'alerts could not be put on the outbox');
    });
  }

  /** All servers that a chat hears of. */
  function serversOf(to: Address): readonly string[] {
    const named = places.filter(place => place.to === to).map(place => place.server);
    const all = servers.map(server => server.name);
    return named.includes(undefined) ? all : all.filter(server => named.includes(server));
  }

  async function deliver(to: Address): Promise<void> {
    const chat = chatAt(to);
    const covered = serversOf(to);
    const since = closed.get(to);
    if (chat === undefined || covered.length === 0) return;
    if (since !== undefined && now() - since < SWEEP_MS / 2) return;
    try {
      const dueAtMs = await chat.bringUpToDate(covered, stopping.signal);
      closed.delete(to);
      if (dueAtMs !== undefined) tellLater(to, dueAtMs - now());
    } catch (error) {
      if (!(error instanceof ChatClosed)) throw error;
      if (since === undefined)
        log.warn({ to, reason: error.message }, 'alerts cannot be told: the chat is closed to the bot');
      closed.set(to, now());
    }
  }

  function chatAt(to: Address): Chat | undefined {
    const platform = platforms.find(each => each.name === platformOf(to));
    if (platform === undefined) return undefined;
    const words = wordsFor(language, platform.name);
    const chat = chats.get(to) ?? openChat(to, { jobs, platform, board, words, now, onTold });
    chats.set(to, chat);
    return chat;
  }

  function tellLater(to: Address, ms: number): void {
    if (stopping.signal.aborted) return;
    clearTimeout(waiting.get(to));
    waiting.set(to, setTimeout(() => tell(to), Math.max(ms, 0)).unref());
  }
}
