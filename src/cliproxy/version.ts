const versionLine = /CLIProxyAPI Version: v?([^,\s]+)/;

/** The version that a line of output or of the log names (`7.2.140`). */
export function versionIn(text: string): string | undefined {
  return versionLine.exec(text)?.[1];
}

/** Up to v6.8.22 the code of a login went to an address that now refuses it (CLIProxyAPI issue 1659). */
export function cannotExchange(version: string): boolean {
  return isOlder(version, [6, 8, 23]);
}

/**
 * From v6.6.40 to v7.2.16 whoever finishes a login by the Management API ends all others of that provider
 * (`CompleteOAuthSessionsByProvider`).
 */
export function endsOtherLogins(version: string): boolean {
  return isOlder(version, [7, 2, 17]) && !isOlder(version, [6, 6, 40]);
}

/** Compares by numbers; a version without them (`dev`) is older than none. */
export function isOlder(version: string, than: readonly number[]): boolean {
  const numbers = /^v?(\d+)\.(\d+)\.(\d+)/.exec(version)?.slice(1).map(Number);
  if (numbers === undefined) return false;
  const first = numbers.findIndex((number, index) => number !== than[index]);
  return first >= 0 && (numbers[first] ?? 0) < (than[first] ?? 0);
}
