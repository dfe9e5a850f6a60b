import { problemOf } from '../errors';
import type { ClientCounts } from '../jobs/account';
import type { Container, LogLine } from '../server/server';
import { countsIn } from './clients';
import { saidIn, type Said } from './log-evidence';
import { followLogFile } from './log-file-tail';

/** At most so much is asked for at once; Docker then begins to read from the end. */
const logTail = 5_000;
/** Two streams are written down by two writers: one of them may be a little late. */
const overlapMs = 1_000;
/** A clock that was set back, or a log that was cut, is made up for within this time. */
const wholeEveryMs = 60 * 60_000;
/** Of each that the log speaks of, the last word is kept; of more than these, the latest. */
const mostKept = 100;

/** A line that CLIProxyAPI logs, beside those that it just prints, which stay where they are. */
const logged = /^\[\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\] \[/;
/** Printed once in each start, after the log has found its place and before more of it. */
const started = 'API server started successfully';

/** What a log said that matters for accounts. */
export interface LogSays {
  readonly counts?: ClientCounts;
  /** Oldest first. */
  readonly said: readonly Said[];
}

/** What CLIProxyAPI's log said up to now, so that at each look only what came since has to be read. */
export interface LogMemory {
  /**
   * What the log of the container said; of another container (by its id) it is begun anew. Looks at the same time
   * are taken in turn. Throws UserError: whatever keeps the container's log out of reach.
   */
  after(container: Container): Promise<LogSays>;
}

/**
 * With `logging-to-file: true` the container's log lacks what matters: then what is in the file is taken as well.
 * A program that is told so while it runs is noticed at its next start.
 */
export function createLogMemory(
  place: { readonly program: string; readonly authDir: string },
  now: () => number = Date.now,
): LogMemory {
  let known = begin('');
  let last: Promise<unknown> = Promise.resolve();

  return {
    after: container => {
      const look = last.then(() => read(container));
      last = look.catch(() => undefined);
      return look;
    },
  };

  function begin(id: string) {
    const file = followLogFile(place, now);
    return { id, log: createWords(), file, seenMs: 0, wholeMs: -Infinity, inLog: false };
  }

  async function read(container: Container): Promise<LogSays> {
    if (known.id !== container.id) known = begin(container.id);
    const { file, log } = known;
    const isWhole = now() - known.wholeMs >= wholeEveryMs;
    const sinceMs = Math.max(0, known.seenMs - overlapMs);
    const lines = await container.logs({ tail: logTail, ...(!isWhole && { sinceMs }) });
    if (isWhole) known.wholeMs = now();
    // What is read twice says the same twice: the last word counts.
    for (const line of lines) {
      if (logged.test(line.text)) known.inLog = true;
      else if (line.text.startsWith(started)) known.inLog = false;
      log.take(line);
    }
    known.seenMs = lines.reduce((latest, { atMs }) => Math.max(latest, atMs), isWhole ? 0 : known.seenMs);
    if (!known.inLog) (await written(container, file)).forEach(log.take);
    return log.says();
  }
}

/** What the file says is worth having, and not worth failing for. */
async function written(
  container: Container,
  file: ReturnType<typeof followLogFile>,
): Promise<readonly LogLine[]> {
  try {
    return await file(container);
  } catch (error) {
    if (problemOf(error) === undefined) throw error;
    return [];
  }
}

/** Keeps the last word on each subject, whichever source it is from. */
function createWords(): { readonly take: (line: LogLine) => void; readonly says: () => LogSays } {
  const said = new Map<string, Said>();
  let counts: ClientCounts | undefined;
  return {
    take: line => {
      const counted = countsIn(line);
      if (counted !== undefined && counted.atMs >= (counts?.atMs ?? 0)) counts = own(counted);
      const word = saidIn(line);
      if (word === undefined) return;
      const subject = JSON.stringify(word.subject);
      if (word.atMs < (said.get(subject)?.atMs ?? 0)) return;
      said.delete(subject);
      said.set(subject, own(word));
      const [oldest] = said.keys();
      if (said.size > mostKept && oldest !== undefined) said.delete(oldest);
    },
    says: () => ({
      said: [...said.values()].sort((one, other) => one.atMs - other.atMs),
      ...(counts !== undefined && { counts }),
    }),
  };
}

/** A part of a text keeps all of it in memory, which may be a whole log. */
function own<Value>(value: Value): Value {
  return structuredClone(value);
}
