import { readFile } from 'node:fs/promises';
import { utils, type ParsedKey } from 'ssh2';
import type { ProblemOf } from '../../errors';
import { isMissing } from './config-file';
import type { HostSettings, IdentityFile } from './host-settings';

type Why = ProblemOf<'ssh-key-unreadable'>['why'];

/** The keys that a machine may be shown. */
export interface Identities {
  /** Private keys that can be used, in the order to try them. */
  readonly keys: readonly { readonly file: string; readonly key: ParsedKey }[];
  /** Public keys of all files, also of those that cannot be opened: an agent may hold the private half. */
  readonly wanted: readonly Buffer[];
  /** Private keys that are there, or should be, and cannot be used. */
  readonly unreadable: readonly { readonly file: string; readonly why: Why; readonly configured: boolean }[];
}

type Loaded =
  | { readonly kind: 'private'; readonly key: ParsedKey }
  | { readonly kind: 'public'; readonly key: ParsedKey }
  | { readonly kind: 'unreadable'; readonly why: Why };

/** Reads the identity files of a machine. What cannot be read is reported, never thrown. */
export async function loadIdentities(
  settings: HostSettings,
  passphrase: string | undefined,
): Promise<Identities> {
  const keys: Identities['keys'][number][] = [];
  const wanted: Buffer[] = [];
  const unreadable: Identities['unreadable'][number][] = [];
  for (const { path: file, configured } of settings.identityFiles) {
    const loaded = await loadKey(file, passphrase);
    switch (loaded.kind) {
      case 'private':
        keys.push({ file, key: loaded.key });
        wanted.push(loaded.key.getPublicSSH());
        break;
      case 'public':
        wanted.push(loaded.key.getPublicSSH());
        break;
      case 'unreadable': {
        const beside = await loadKey(`${file}.pub`, undefined);
        if (beside.kind === 'public') wanted.push(beside.key.getPublicSSH());
        if (matters({ path: file, configured }, loaded.why)) {
          unreadable.push({ file, why: loaded.why, configured });
        }
      }
    }
  }
  return { keys, wanted, unreadable };
}

function matters(file: IdentityFile, why: Why): boolean {
  return file.configured || why !== 'missing';
}

async function loadKey(file: string, passphrase: string | undefined): Promise<Loaded> {
  let text: Buffer;
  try {
    text = await readFile(file);
  } catch (error) {
    return { kind: 'unreadable', why: isMissing(error) ? 'missing' : 'forbidden' };
  }
  const parsed = parse(text, passphrase);
  if (!(parsed instanceof Error)) return { kind: parsed.isPrivateKey() ? 'private' : 'public', key: parsed };
  const locked = /passphrase|encrypted|decrypt/i.test(parsed.message) || text.includes('ENCRYPTED');
  return { kind: 'unreadable', why: locked ? 'passphrase' : 'format' };
}

function parse(text: Buffer, passphrase: string | undefined): ParsedKey | Error {
  try {
    return utils.parseKey(text, passphrase);
  } catch (error) {
    // A wrong passphrase for an old PEM file surfaces as a thrown OpenSSL error.
    return error instanceof Error ? error : new Error('not a key');
  }
}
