/** Who asks, and with which key. */
export interface Asking {
  /** The client's address as the program sees it. */
  readonly address: string;
  /** The client is in the container itself. */
  readonly local: boolean;
  /** Empty: none. */
  readonly key: string;
}

export interface Refusal {
  readonly status: 401 | 403;
  readonly error: string;
}

export interface GateSettings {
  readonly allowRemote: boolean;
  readonly bansLocal: boolean;
  readonly opens: (key: string) => boolean;
}

/** Undefined: come in. */
export type Gate = (asking: Asking) => Refusal | undefined;

const mostFailures = 5;
const banMs = 30 * 60_000;

/**
 * The Management API's door: five failures in a row from one address, a missing key being one, and it is shut for
 * half an hour, also to those who have the key. It is all forgotten with the process.
 */
export function createGate(settings: GateSettings, now: () => number): Gate {
  const failures = new Map<string, number>();
  const bannedUntilMs = new Map<string, number>();

  return ({ address, local, key }) => {
    const counts = !local || settings.bansLocal;
    const leftMs = counts ? (bannedUntilMs.get(address) ?? 0) - now() : 0;
    if (leftMs > 0) {
      const error = `IP banned due to too many failed attempts. Try again in ${duration(leftMs)}`;
      return { status: 403, error };
    }
    if (!local && !settings.allowRemote) return { status: 403, error: 'remote management disabled' };
    if (key !== '' && settings.opens(key)) {
      failures.delete(address);
      return undefined;
    }
    if (counts) fail(address);
    return { status: 401, error: key === '' ? 'missing management key' : 'invalid management key' };
  };

  function fail(address: string): void {
    const failed = (failures.get(address) ?? 0) + 1;
    failures.set(address, failed % mostFailures);
    if (failed === mostFailures) bannedUntilMs.set(address, now() + banMs);
  }
}

/** As Go writes one that is rounded to seconds: `29m59s`. */
function duration(ms: number): string {
  const seconds = Math.round(ms / 1000);
  return seconds < 60 ? `${seconds}s` : `${Math.floor(seconds / 60)}m${seconds % 60}s`;
}
