import { randomBytes } from 'node:crypto';
import { UserError } from '../../errors';
import type { PersonId } from '../platform';
import type { SentFile } from './read-files';

/** Whoever was asked has so long to answer; then what they sent is gone. */
const waitsMs = 10 * 60_000;

/** An account, as a transfer names it. */
export interface ChosenAccount {
  /** Its file on the server it comes from. */
  readonly file: string;
  /** What it is called in messages. */
  readonly who: string;
}

/** What waits for an answer of the person who sent it. */
export type Waiting =
  /** Files for one of these servers. */
  | {
      readonly kind: 'server';
      readonly files: readonly SentFile[];
      readonly servers: readonly string[];
      readonly email?: string;
      /** Others that are asked about afterwards. */
      readonly later: readonly SentFile[];
    }
  /** Files of the Claude CLI; the first one is asked about. */
  | { readonly kind: 'email'; readonly files: readonly SentFile[]; readonly server: string }
  | {
      readonly kind: 'account';
      readonly from: string;
      readonly to: string;
      readonly accounts: readonly ChosenAccount[];
    }
  | { readonly kind: 'how'; readonly from: string; readonly to: string; readonly account: ChosenAccount };

/** Keeps in memory, and nowhere else, what waits for an answer. It is gone when the bot ends. */
export interface WaitingRoom {
  /** Answers under which id it waits; it fits in a button. */
  keep(person: PersonId, what: Waiting): string;
  /** Gives it out, once. Throws UserError `import-forgotten`, also for what is somebody else's. */
  take(person: PersonId, id: string): Waiting;
  /** The id of what waits for an e-mail of theirs, the latest. */
  wantsEmail(person: PersonId): string | undefined;
}

export function openWaitingRoom(forMs: number = waitsMs): WaitingRoom {
  const waiting = new Map<string, { readonly person: PersonId; readonly what: Waiting }>();
  return {
    keep: (person, what) => {
      const id = randomBytes(4).toString('hex');
      waiting.set(id, { person, what });
      setTimeout(() => waiting.delete(id), forMs).unref();
      return id;
    },
    take: (person, id) => {
      const found = waiting.get(id);
      if (found?.person !== person) throw new UserError({ code: 'import-forgotten' });
      waiting.delete(id);
      return found.what;
    },
    wantsEmail: person =>
      [...waiting].findLast(([, each]) => each.person === person && each.what.kind === 'email')?.[0],
  };
}
