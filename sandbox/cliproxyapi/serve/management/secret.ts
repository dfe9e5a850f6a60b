import { createHash, randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';

const cost = '$2a$10$';

/** Whether a key is the one that a hash of `remote-management.secret-key` was made of. */
export function isKeyOf(hash: string, key: string): boolean {
  return hash !== '' && hash === hashOf(key, hash.slice(cost.length, cost.length + 22));
}

/**
 * The hash of the configured key. A key in plain text is hashed into the file, comments and all else staying as
 * they are, as the program does before anything else. The hash has bcrypt's looks, not its strength.
 */
export function hashedSecret(file: string, secretKey: string): string {
  if (secretKey === '' || /^\$2[aby]\$/.test(secretKey)) return secretKey;
  const hash = hashOf(secretKey, letters(randomBytes(32)).slice(0, 22));
  const text = readFileSync(file, 'utf8');
  const hashed = text.replace(/^(\s+secret-key:\s*)\S.*$/m, (_line, before: string) => `${before}"${hash}"`);
  writeFileSync(file, hashed);
  return hash;
}

function hashOf(key: string, salt: string): string {
  const hash = letters(createHash('sha256').update(`${salt}${key}`).digest());
  return `${cost}${salt}${hash.slice(0, 31)}`;
}

function letters(bytes: Buffer): string {
  return bytes.toString('base64url').replaceAll('-', '.').replaceAll('_', '/');
}
