/** Where a Redis is, without its password. */
export interface RedisPlace {
  readonly host: string;
  readonly port: number;
}

/** Why Redis cannot be used, with what to do. Never holds the password. */
export interface RedisFailure {
  readonly sentence: string;
  /** Trying again does not help. */
  readonly final: boolean;
}

const FINAL: readonly [pattern: RegExp, sentence: (at: string) => string][] = [
  [/^WRONGPASS|invalid password/, at => `Redis at ${at} refuses the user or the password in REDIS_URL.`],
  [/^NOAUTH/, at => `Redis at ${at} wants a password: write REDIS_URL as redis://:password@${at}.`],
  [/^NOPERM/, at => `The user in REDIS_URL may not run the commands of a queue on Redis at ${at}.`],
  [
    /^(Protocol error|Unknown RESP type)/,
    at => `What answers at ${at} is not Redis, or wants TLS (rediss://): check REDIS_URL.`,
  ],
  [/^ERR DB index|invalid DB index/, at => `Redis at ${at} has no database of the number in REDIS_URL.`],
  [
    /certificate|SSL|TLS|wrong version number/i,
    at => `No TLS connection to ${at}: check redis:// or rediss://.`,
  ],
];

const PASSING: readonly [pattern: RegExp, sentence: (at: string) => string][] = [
  [/^MISCONF/, at => `Redis at ${at} cannot save to its disk and takes nothing new (MISCONF).`],
  [/^OOM/, at => `Redis at ${at} is out of memory: raise maxmemory.`],
  [/^READONLY/, at => `Redis at ${at} is a read-only replica: point REDIS_URL at the primary.`],
  [/^LOADING/, at => `Redis at ${at} is still loading its data.`],
  [/^MASTERDOWN|^CLUSTERDOWN|^TRYAGAIN/, at => `Redis at ${at} has no working primary just now.`],
];

/** Puts an error of ioredis into words. */
export function redisFailure(message: string, { host, port }: RedisPlace): RedisFailure {
  const at = `${host}:${port}`;
  const final = FINAL.find(([pattern]) => pattern.test(message));
  if (final !== undefined) return { sentence: final[1](at), final: true };
  const passing = PASSING.find(([pattern]) => pattern.test(message));
  if (passing !== undefined) return { sentence: passing[1](at), final: false };
  const code = /E[A-Z]{4,}/.exec(message)?.[0];
  return {
    sentence: `Redis at ${at} cannot be reached${code === undefined ? '' : ` (${code})`}: is it running?`,
    final: false,
  };
}
