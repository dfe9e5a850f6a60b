import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { ServerHostKeyAlgorithm } from 'ssh2';
import { UserError } from '../../errors';
import { isMissing } from './config-file';
import type { HostSettings } from './host-settings';
import {
  checkHostKey,
  fingerprint,
  knownKeyTypes,
  matchesHost,
  parseKnownHosts,
  type KnownHost,
} from './known-hosts';

/** Judges the keys one machine shows. */
export interface HostKeyCheck {
  /** What to ask for: the kinds known for the machine first, so that a known machine shows a known key. */
  readonly algorithms: ServerHostKeyAlgorithm[];
  /** The problem with a key; undefined where it is the known one. */
  refusal(key: Buffer): UserError | undefined;
}

// OpenSSH's order. RSA keys sign with SHA-2; plain `ssh-rsa` is for servers that know nothing newer.
const ALGORITHMS: readonly { readonly type: string; readonly names: readonly ServerHostKeyAlgorithm[] }[] = [
  { type: 'ssh-ed25519', names: ['ssh-ed25519'] },
  { type: 'ecdsa-sha2-nistp256', names: ['ecdsa-sha2-nistp256'] },
  { type: 'ecdsa-sha2-nistp384', names: ['ecdsa-sha2-nistp384'] },
  { type: 'ecdsa-sha2-nistp521', names: ['ecdsa-sha2-nistp521'] },
  { type: 'ssh-rsa', names: ['rsa-sha2-512', 'rsa-sha2-256', 'ssh-rsa'] },
];

/**
 * Reads the known_hosts files of a machine on the way to `server`. A missing file counts as empty. Throws
 * UserError `known-hosts-unreadable`.
 */
export async function createHostKeyCheck(
  server: string,
  settings: HostSettings,
  home: string,
): Promise<HostKeyCheck> {
  const files: { readonly file: string; readonly lines: readonly KnownHost[] }[] = [];
  for (const file of settings.knownHostsFiles) {
    try {
      files.push({ file, lines: linesOf(await readFile(file, 'utf8'), settings.knownAs) });
    } catch (cause) {
      if (!isMissing(cause)) throw new UserError({ code: 'known-hosts-unreadable', server, file }, cause);
    }
  }
  const all = files.flatMap(({ lines }) => lines);
  const host = settings.port === 22 ? settings.host : `[${settings.host}]:${settings.port}`;

  return { algorithms: algorithmsFor(knownKeyTypes(all, settings.knownAs)), refusal };

  function refusal(key: Buffer): UserError | undefined {
    const shown = { server, host, fingerprint: fingerprint(key) };
    switch (checkHostKey(all, settings.knownAs, key)) {
      case 'known':
        return undefined;
      case 'unknown':
        // ssh asks for the key of every machine on the way, and records what is accepted.
        return new UserError({ code: 'host-key-unknown', ...shown, fix: `ssh ${server}` });
      case 'changed':
        return new UserError({ code: 'host-key-changed', ...shown, fix: removal(key) });
      case 'revoked':
        return new UserError({
          code: 'ssh-failed',
          server,
          detail: `the key of ${host}, ${shown.fingerprint}, is marked @revoked in known_hosts`,
        });
    }
  }

  function removal(key: Buffer): string {
    const [name = host] = settings.knownAs;
    const holder = files.find(({ lines }) => checkHostKey(lines, settings.knownAs, key) === 'changed')?.file;
    const usual = path.join(home, '.ssh', 'known_hosts');
    const where = holder === undefined || holder === usual ? '' : `-f ${quoted(holder)} `;
    return `ssh-keygen ${where}-R ${quoted(name)}`;
  }
}

/** Those alone that speak of the machine: they are kept as long as the connection, and others may be many. */
function linesOf(text: string, names: readonly string[]): readonly KnownHost[] {
  const lines = parseKnownHosts(text).filter(({ hosts }) => names.some(name => matchesHost(hosts, name)));
  // A piece of a text keeps the whole text in memory: these are copies.
  return structuredClone(lines).map(line => ({ ...line, key: Buffer.from(line.key) }));
}

function algorithmsFor(known: readonly string[]): ServerHostKeyAlgorithm[] {
  const first = ALGORITHMS.filter(({ type }) => known.includes(type));
  const rest = ALGORITHMS.filter(({ type }) => !known.includes(type));
  return [...first, ...rest].flatMap(({ names }) => names);
}

/** A word for a person's shell; plain words stay plain. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
