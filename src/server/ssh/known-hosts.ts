import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** One usable line of a known_hosts file (sshd(8), SSH_KNOWN_HOSTS FILE FORMAT). */
export interface KnownHost {
  readonly marker?: 'revoked' | 'cert-authority';
  /** Patterns with commas between, or one hashed name (`|1|salt|hash`). */
  readonly hosts: string;
  /** `ssh-ed25519`, `ecdsa-sha2-nistp256`, `ssh-rsa`, … */
  readonly type: string;
  readonly key: Buffer;
}

export type HostKeyVerdict = 'known' | 'unknown' | 'changed' | 'revoked';

/** Reads a known_hosts file. Comments, blank lines and lines that make no sense are left out. */
export function parseKnownHosts(text: string): readonly KnownHost[] {
  return text.split(/\r?\n/).flatMap(line => {
    const fields = line.trim().split(/[ \t]+/);
    const marker = fields[0]?.startsWith('@') === true ? fields.shift() : undefined;
    const [hosts, type, base64] = fields;
    if (hosts === undefined || hosts.startsWith('#') || type === undefined || base64 === undefined) return [];
    const key = Buffer.from(base64, 'base64');
    // The type is written twice, also inside the key: a line where they differ is damaged.
    if (keyType(key) !== type) return [];
    if (marker === undefined) return [{ hosts, type, key }];
    if (marker === '@revoked') return [{ marker: 'revoked', hosts, type, key }];
    if (marker === '@cert-authority') return [{ marker: 'cert-authority', hosts, type, key }];
    return [];
  });
}

/**
 * Compares a host's key with what is known of it. `names` are the spellings to look under, best first
 * (`[host]:2222`, `host`): a later name can make a key known, but only the first can make it `changed`.
 * Lines of certificate authorities are ignored.
 */
export function checkHostKey(
  known: readonly KnownHost[],
  names: readonly string[],
  key: Buffer,
): HostKeyVerdict {
  const type = keyType(key);
  const lines = known.filter(line => names.some(name => matchesHost(line.hosts, name)));
  if (lines.some(line => line.marker === 'revoked' && line.key.equals(key))) return 'revoked';
  const plain = lines.filter(line => line.marker === undefined && line.type === type);
  if (plain.some(line => line.key.equals(key))) return 'known';
  const [first] = names;
  return first !== undefined && plain.some(line => matchesHost(line.hosts, first)) ? 'changed' : 'unknown';
}

/** The types of key that are known for a host, as known_hosts spells them. */
export function knownKeyTypes(known: readonly KnownHost[], names: readonly string[]): readonly string[] {
  const lines = known.filter(
    line => line.marker === undefined && names.some(name => matchesHost(line.hosts, name)),
  );
  return [...new Set(lines.map(line => line.type))];
}

/** Whether the host field of a known_hosts line speaks of `name` (in lower case, `[host]:port` beside port 22). */
export function matchesHost(hosts: string, name: string): boolean {
  if (hosts.startsWith('|')) return matchesHashed(hosts, name);
  let matched = false;
  for (const pattern of hosts.toLowerCase().split(',')) {
    const negated = pattern.startsWith('!');
    if (!matchesWildcard(negated ? pattern.slice(1) : pattern, name)) continue;
    if (negated) return false;
    matched = true;
  }
  return matched;
}

function matchesHashed(hosts: string, name: string): boolean {
  const [, version, salt, hash, more] = hosts.split('|');
  if (version !== '1' || salt === undefined || hash === undefined || more !== undefined) return false;
  const expected = Buffer.from(hash, 'base64');
  const actual = createHmac('sha1', Buffer.from(salt, 'base64')).update(name).digest();
  return expected.length === actual.length && timingSafeEqual(expected, actual);
}

// By hand: a pattern made into a regular expression can take exponential time.
function matchesWildcard(pattern: string, text: string): boolean {
  let at = 0;
  let star = -1;
  let resume = 0;
  let position = 0;
  while (position < text.length) {
    const sign = pattern[at];
    if (sign === '*') {
      star = at++;
      resume = position;
    } else if (sign === '?' || sign === text[position]) {
      at++;
      position++;
    } else if (star >= 0) {
      at = star + 1;
      position = ++resume;
    } else return false;
  }
  while (pattern[at] === '*') at++;
  return at === pattern.length;
}

/** The type written at the start of a public key, undefined where it is no key. */
export function keyType(key: Buffer): string | undefined {
  if (key.length < 4) return undefined;
  const length = key.readUInt32BE(0);
  if (length === 0 || length > 64 || key.length < 4 + length) return undefined;
  return key.toString('latin1', 4, 4 + length);
}

/** A key's fingerprint as ssh prints it: `SHA256:` and base64 without padding. */
export function fingerprint(key: Buffer): string {
  return `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;
}
