import { readFileSync } from 'node:fs';
import type { Version } from './version';

/** How the stand-in is to behave. Every start reads it anew. */
export interface Behaviour {
  readonly version: Version;
  readonly commit: string;
  readonly builtAt: string;
  /** The address the tunnel banner shows; empty: no service told it, the program warns and falls back. */
  readonly publicIp: string;
  /** Where the provider is (`http://127.0.0.1:PORT`); empty: the real one's address, which is never called. */
  readonly providerUrl: string;
  /** How long finding the public address takes before the banner and the link are shown. */
  readonly urlDelayMs: number;
  /** How long a login waits for its callback. */
  readonly waitMs: number;
  /** How long it waits before it offers to paste. */
  readonly promptAfterMs: number;
  /** How long it waits at least between two questions whether a code was confirmed. */
  readonly pollMs: number;
  /** Output comes in tiny pieces, with pauses between them. */
  readonly dribble: boolean;
  /** What the provider answers to the exchange of the code. */
  readonly exchange: 'ok' | 'forbidden' | 'hang' | 'no-email';
  /** How long the exchange takes besides. */
  readonly exchangeMs: number;
  /** `elsewhere`: it says that it saved the file, but the file lies in another directory. */
  readonly save: 'ok' | 'fail' | 'elsewhere';
  /** False: a running server does not notice new credential files until it is restarted. */
  readonly hotLoad: boolean;
  /** False: nor does it notice that its configuration was changed. */
  readonly hotConfig: boolean;
  /** A server ends by itself this long after its start; 0: never. It also does when it gets SIGUSR2. */
  readonly exitAfterMs: number;
  /** The exit code of a server that ends by itself. */
  readonly exitCode: number;
  /** Memory that a server takes before it ends by itself, for a kernel to put an end to. */
  readonly eatMemoryMb: number;
  /** A server cannot have its port, and ends after it said that it started (CLIProxyAPI issue 1715). */
  readonly bindFails: boolean;
  /** A server takes connections and never answers. */
  readonly silentPort: boolean;
  /** Credential files whose tokens cannot be refreshed, by name. Looked at every {@link refreshEveryMs}. */
  readonly refreshFails: readonly string[];
  /** Credential files whose accounts are not used for a while, by name. Looked at as often. */
  readonly cooling: readonly string[];
  readonly refreshEveryMs: number;
  /** What a provider answers to a completion; `hang`: nothing. Read at each request. */
  readonly completion: 'ok' | 'refused' | 'overloaded' | 'hang';
  /** How long it takes to answer one. */
  readonly completionMs: number;
  /** What the Management API says of credential files beside what is in them, by name; read at each request. */
  readonly accounts: Readonly<Record<string, AccountSays>>;
  /** Ports really listened on, on 127.0.0.1, for ports the program believes to use (`{ "54545": 23456 }`). */
  readonly ports: Readonly<Record<string, number>>;
  /** A directory that stands for `/`; printed paths never show it. */
  readonly root: string;
}

/** Fields of `GET /v0/management/auth-files`, by their own names. */
export interface AccountSays {
  readonly status?: 'unknown' | 'active' | 'pending' | 'refreshing' | 'error' | 'disabled';
  readonly status_message?: string;
  readonly unavailable?: boolean;
  readonly disabled?: boolean;
  /** RFC 3339 */
  readonly next_retry_after?: string;
  readonly success?: number;
  readonly failed?: number;
}

export const usualBehaviour: Behaviour = {
  version: 'v7.2.140',
  commit: 'a7e3596b',
  builtAt: '2026-08-22T14:39:03Z',
  publicIp: '203.0.113.7',
  providerUrl: '',
  urlDelayMs: 0,
  waitMs: 300_000,
  promptAfterMs: 15_000,
  pollMs: 5_000,
  dribble: false,
  exchange: 'ok',
  exchangeMs: 0,
  save: 'ok',
  hotLoad: true,
  hotConfig: true,
  exitAfterMs: 0,
  exitCode: 0,
  eatMemoryMb: 0,
  bindFails: false,
  silentPort: false,
  refreshFails: [],
  cooling: [],
  refreshEveryMs: 900_000,
  completion: 'ok',
  completionMs: 0,
  accounts: {},
  ports: {},
  root: '',
};

const mostTries = 100;
const tryAgainMs = 5;

const words: Readonly<Partial<Record<keyof Behaviour, readonly string[]>>> = {
  exchange: ['ok', 'forbidden', 'hang', 'no-email'],
  save: ['ok', 'fail', 'elsewhere'],
  completion: ['ok', 'refused', 'overloaded', 'hang'],
};

/** How this process is to behave as things are now. */
export function behaviourNow(): Behaviour {
  return readBehaviour(process.env['STANDIN'], 'standin.json');
}

/**
 * The usual behaviour, changed by the environment variable `STANDIN` and then by the file `standin.json`, both
 * JSON objects of {@link Behaviour}. Throws for a key or a value that means nothing, so that a slip in a test
 * is not taken for behaviour.
 */
function readBehaviour(variable: string | undefined, file: string): Behaviour {
  return { ...usualBehaviour, ...check(variable ?? '{}', 'STANDIN'), ...check(textOf(file), file) };
}

/** A file that is empty is just being written: mounted alone into a container it cannot be replaced whole. */
function textOf(file: string): string {
  try {
    for (let tries = 0; tries < mostTries; tries += 1) {
      const text = readFileSync(file, 'utf8');
      if (text !== '') return text;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, tryAgainMs);
    }
    throw new Error(`${file} stays empty`);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '{}';
    throw error;
  }
}

function check(text: string, where: string): Partial<Behaviour> {
  const given: unknown = JSON.parse(text);
  if (typeof given !== 'object' || given === null) throw new Error(`${where}: not an object`);
  const usual: Readonly<Record<string, unknown>> = { ...usualBehaviour };
  for (const [key, value] of Object.entries(given)) {
    if (!(key in usual)) throw new Error(`${where}: the stand-in knows no "${key}"`);
    const allowed = words[key as keyof Behaviour];
    const fits = allowed ? allowed.includes(String(value)) : typeof value === typeof usual[key];
    if (!fits) throw new Error(`${where}: "${key}" cannot be ${JSON.stringify(value)}`);
  }
  return given;
}
