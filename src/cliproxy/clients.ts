import type { ClientCounts } from '../jobs/account';
import type { LogLine } from '../server/server';

const countLine =
  /(?:server clients and configuration updated:|full client load complete -)\s*(\d+) clients(?: \((.*)\))?/;
const fileCount = /^auth (?:files|entries)$/;

/** The counts of a log line, in its own words; undefined for any other line. Since CLIProxyAPI v2.3.0. */
export function countsIn(line: LogLine): ClientCounts | undefined {
  const [, clients, list] = countLine.exec(line.text) ?? [];
  if (clients === undefined) return undefined;
  const parts = (list ?? '').split(' + ').flatMap(part => {
    const [, count, label] = /^(\d+) (.+)$/.exec(part.trim()) ?? [];
    return count === undefined || label === undefined ? [] : [{ count: Number(count), label }];
  });
  return { clients: Number(clients), parts, atMs: line.atMs };
}

/** The latest counts in a log, oldest line first. */
export function latestCounts(log: readonly LogLine[]): ClientCounts | undefined {
  return log.reduce<ClientCounts | undefined>((latest, line) => countsIn(line) ?? latest, undefined);
}

/**
 * The counts with the number of files as it is now. From v6.8.47 on a new file prints no count line, so the
 * last line is right about everything but the files.
 */
export function withFiles(counts: ClientCounts, files: number): ClientCounts {
  const counted = countedFiles(counts);
  if (counted === undefined) return counts;
  return {
    ...counts,
    clients: counts.clients - counted + files,
    parts: counts.parts.map(part => (fileCount.test(part.label) ? { ...part, count: files } : part)),
  };
}

/** How many credential files a line counted, under either name; undefined where it does not say. */
export function countedFiles(counts: ClientCounts): number | undefined {
  return counts.parts.find(part => fileCount.test(part.label))?.count;
}

/** Whether a log line says that CLIProxyAPI took notice of a credential file (v6.8.47 and newer). */
export function saysFileLoaded(text: string, file: string): boolean {
  const [, named] =
    /auth file changed \((?:CREATE|WRITE|RENAME)[^)]*\): (.+?)(?:, processing|$)/.exec(text) ?? [];
  // Another account's name may end like this one.
  return named === file || named?.endsWith(`/${file}`) === true;
}
