import { execFile } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findProgram } from './program';

const run = promisify(execFile);

const hostKeyTypes = ['ed25519', 'rsa'] as const;

/** The private host keys of the server that lives in `directory`. */
export function hostKeyFiles(directory: string): readonly string[] {
  return hostKeyTypes.map(type => join(directory, `host_${type}_key`));
}

/** Makes new host keys in place of the old ones. */
export async function makeHostKeys(directory: string): Promise<void> {
  await Promise.all(hostKeyTypes.map(type => makeKey(type, join(directory, `host_${type}_key`))));
}

/** Makes a key pair without a passphrase: `file` and `file.pub`. */
export async function makeKey(type: 'ed25519' | 'rsa', file: string): Promise<void> {
  await Promise.all([rm(file, { force: true }), rm(`${file}.pub`, { force: true })]);
  // 2048 bits, because 3072 take seconds where two processors are shared.
  const size = type === 'rsa' ? ['-b', '2048'] : [];
  await run(findProgram('ssh-keygen'), ['-q', '-t', type, ...size, '-N', '', '-C', 'test', '-f', file]);
}

/** What `ssh-keyscan` would write down: the lines of a known_hosts file for the server in `directory`. */
export async function knownHostLines(directory: string, host: string, port: number): Promise<string> {
  const keys = await Promise.all(hostKeyFiles(directory).map(file => readFile(`${file}.pub`, 'utf8')));
  return keys.map(key => `[${host}]:${port} ${key.trim()}\n`).join('');
}

/** Replaces the host names of a known_hosts file by hashes, as `HashKnownHosts yes` does. */
export async function hashKnownHosts(file: string): Promise<void> {
  await run(findProgram('ssh-keygen'), ['-H', '-f', file]);
  await rm(`${file}.old`, { force: true });
}
