import { setTimeout as sleep } from 'node:timers/promises';
import { problemOf } from '../errors';
import type { Container } from '../server/server';
import { logFileSince } from './log-file';
import { oneLine } from './one-line';

const reloaded = 'config successfully reloaded, triggering client reload';
const refused = /failed to reload config: (.*)/;
/** YAML's reader tells of several mistakes on lines of their own. */
const mistake = /^\s+line \d+: /;
/** What is repeated of a value that it could not take: it may be a key. */
const quoted = /`[^`]*`|"[^"]*"/g;
const logTail = 5_000;

/** How long the program may take to say something, and how often it is looked for. Tests shorten them. */
export interface ReloadPace {
  readonly withinMs: number;
  readonly pollMs: number;
}

/** It waits 150 ms after a write before it reads the file. */
export const reloadPace: ReloadPace = { withinMs: 10_000, pollMs: 250 };

/** What the program made of a new configuration. */
export type Reload =
  | { readonly kind: 'reloaded' }
  /** In its own words, on one line. The old configuration is in force. */
  | { readonly kind: 'refused'; readonly detail: string }
  | { readonly kind: 'silent' }
  /** The server was out of reach to the end. */
  | { readonly kind: 'unseen' };

interface Place {
  readonly program: string;
  readonly authDir: string;
}

/**
 * Marks where the log ends, by the server's own clock and by what the log file holds; to be done before the
 * configuration is written. The file is looked at only where the configuration has the log written there.
 *
 * @returns what to call once it is written. @throws UserError whatever keeps the container's log out of reach.
 */
export async function watchReload(
  container: Container,
  place: Place,
  logsToFile: boolean,
): Promise<(pace: ReloadPace) => Promise<Reload>> {
  const [last] = (await container.logs({ tail: 1 })).slice(-1);
  const endMs = last?.atMs ?? 0;
  const before = logsToFile ? await logFileText(container, place) : '';

  return async ({ pollMs, withinMs }) => {
    const startedAtMs = Date.now();
    for (;;) {
      const seen = await look().catch((error: unknown) => {
        if (problemOf(error) === undefined) throw error;
        return 'unseen' as const;
      });
      const isLast = Date.now() - startedAtMs >= withinMs;
      if (seen === 'unseen' && isLast) return { kind: 'unseen' };
      if (seen !== 'unseen' && (seen.kind !== 'silent' || isLast)) return seen;
      await sleep(pollMs);
    }
  };

  async function look(): Promise<Reload> {
    const printed = await container.logs({ sinceMs: endMs, tail: logTail });
    const now = logsToFile ? await logFileText(container, place) : '';
    // One that does not go on where it ended was turned over.
    const written = now.startsWith(before) ? now.slice(before.length) : now;
    return outcomeIn([
      ...printed.filter(({ atMs }) => atMs > endMs).map(({ text }) => text),
      ...written.split('\n'),
    ]);
  }
}

/** The last word counts: whoever writes a file twice is answered twice. */
function outcomeIn(lines: readonly string[]): Reload {
  const said = lines.flatMap((text, index): readonly Reload[] => {
    if (text.includes(reloaded)) return [{ kind: 'reloaded' }];
    const [, words] = refused.exec(text) ?? [];
    if (words === undefined) return [];
    const next = lines[index + 1] ?? '';
    const detail = mistake.test(next) ? `${words}${next}` : words;
    return [{ kind: 'refused', detail: oneLine(detail.replace(quoted, '…')) }];
  });
  return said.at(-1) ?? { kind: 'silent' };
}

async function logFileText(container: Container, place: Place): Promise<string> {
  const file = await logFileSince(container, place, container.startedAtMs);
  return file?.content.toString('utf8') ?? '';
}
