import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import {
  checkHostKey,
  fingerprint,
  keyType,
  knownKeyTypes,
  matchesHost,
  parseKnownHosts,
} from '../../../src/server/ssh/known-hosts';

const ED = publicKey('ssh-ed25519', 1);
const OTHER_ED = publicKey('ssh-ed25519', 2);
const RSA = publicKey('ssh-rsa', 3);

describe('known_hosts', () => {
  it('knows a host by its plain name', () => {
    const known = parseKnownHosts(`example.org ${line(ED)} a comment`);

    expect(checkHostKey(known, ['example.org'], ED)).toBe('known');
  });

  it('does not know a host that is not named', () => {
    const known = parseKnownHosts(`example.org ${line(ED)}`);

    expect(checkHostKey(known, ['example.com'], ED)).toBe('unknown');
  });

  it('calls another key of the same type changed', () => {
    const known = parseKnownHosts(`example.org ${line(ED)}`);

    expect(checkHostKey(known, ['example.org'], OTHER_ED)).toBe('changed');
  });

  it('calls a key of a type that was never seen unknown', () => {
    const known = parseKnownHosts(`example.org ${line(ED)}`);

    expect(checkHostKey(known, ['example.org'], RSA)).toBe('unknown');
  });

  it('takes any of several keys of one type', () => {
    const known = parseKnownHosts(`example.org ${line(OTHER_ED)}\nexample.org ${line(ED)}`);

    expect(checkHostKey(known, ['example.org'], ED)).toBe('known');
  });

  it.each([
    ['a.example,b.example', 'b.example', true],
    ['*.example.org', 'web.example.org', true],
    ['*.example.org', 'example.org', false],
    ['10.0.0.?', '10.0.0.7', true],
    ['10.0.0.?', '10.0.0.77', false],
    ['10.0.0.?', '10.0.0.', false],
    ['*.example.org,!db.example.org', 'db.example.org', false],
    ['!db.example.org,*.example.org', 'db.example.org', false],
    ['*.example.org,!db.example.org', 'web.example.org', true],
    ['!db.example.org', 'web.example.org', false],
    ['Example.ORG', 'example.org', true],
    ['[example.org]:2222', '[example.org]:2222', true],
    ['[example.org]:2222', 'example.org', false],
    ['a*b*c', 'a-x-b-y-c', true],
    ['a*b*c', 'a-x-b-y-', false],
  ])('reads %s against %s as %s', (hosts, name, expected) => {
    expect(matchesHost(hosts, name)).toBe(expected);
  });

  it('finds a hashed name that ssh-keygen -H made', () => {
    // ssh-keygen -H on a file with "example.org ssh-ed25519 …", OpenSSH 9.2.
    const hosts = hashed('example.org', Buffer.from('0123456789abcdefghij'));

    expect(matchesHost(hosts, 'example.org')).toBe(true);
    expect(matchesHost(hosts, 'example.com')).toBe(false);
  });

  it('finds a hashed name beside another port', () => {
    const known = parseKnownHosts(`${hashed('[example.org]:2222', Buffer.alloc(20, 9))} ${line(ED)}`);

    expect(checkHostKey(known, ['[example.org]:2222', 'example.org'], ED)).toBe('known');
    expect(checkHostKey(known, ['example.org'], ED)).toBe('unknown');
  });

  it('takes a key known without the port, but never calls it changed for that', () => {
    const known = parseKnownHosts(`example.org ${line(ED)}`);
    const names = ['[example.org]:2222', 'example.org'];

    expect(checkHostKey(known, names, ED)).toBe('known');
    expect(checkHostKey(known, names, OTHER_ED)).toBe('unknown');
  });

  it('refuses a revoked key, also where another line knows it', () => {
    const known = parseKnownHosts(`example.org ${line(ED)}\n@revoked * ${line(ED)}`);

    expect(checkHostKey(known, ['example.org'], ED)).toBe('revoked');
  });

  it('does not take the key of a certificate authority for that of a host', () => {
    const known = parseKnownHosts(`@cert-authority * ${line(ED)}`);

    expect(checkHostKey(known, ['example.org'], ED)).toBe('unknown');
    expect(knownKeyTypes(known, ['example.org'])).toEqual([]);
  });

  it('leaves out comments, blank lines, unknown markers and damaged lines', () => {
    const text = [
      '# example.org',
      '',
      '   ',
      'example.org',
      'example.org ssh-ed25519',
      'example.org ssh-ed25519 !!!!',
      `example.org ssh-rsa ${ED.toString('base64')}`,
      `@something example.org ${line(ED)}`,
      'example.org 1024 37 1234567890',
    ].join('\r\n');

    expect(parseKnownHosts(text)).toEqual([]);
  });

  it('names the types of key it knows of a host, each once', () => {
    const known = parseKnownHosts(
      `a ${line(RSA)}\nb ${line(ED)}\na ${line(ED)}\na ${line(OTHER_ED)}\n@revoked a ${line(OTHER_ED)}`,
    );

    expect(knownKeyTypes(known, ['a'])).toEqual(['ssh-rsa', 'ssh-ed25519']);
  });

  it('prints a fingerprint as ssh does', () => {
    // ssh-keygen -lf on this key, OpenSSH 9.2.
    const key = Buffer.from('AAAAC3NzaC1lZDI1NTE5AAAAIOoUP03bdWiheWdd4dFsq/UTJPK0tdv4GaSeiX61DglK', 'base64');

    expect(fingerprint(key)).toBe('SHA256:CayaPI3hw9DqfQ373Nhu+3lk5r3TomPo0eYLlbpHE7g');
  });

  it('never throws, whatever a file holds', () => {
    const field = fc.oneof(
      fc.string(),
      fc.constantFrom('|1|', '|1|a|b', '@revoked', '*', '!*', '[', 'ssh-ed25519', ED.toString('base64')),
    );
    const file = fc.array(fc.array(field, { maxLength: 5 }).map(fields => fields.join(' ')));

    fc.assert(
      fc.property(file, fc.string(), fc.uint8Array(), (lines, name, key) => {
        const known = parseKnownHosts(lines.join('\n'));

        expect(checkHostKey(known, [name], Buffer.from(key))).not.toBe('known');
      }),
    );
  });

  it('gives the same verdict for a hashed and a plain name', () => {
    const name = fc.stringMatching(/^[a-z0-9.:[\]-]{1,40}$/);
    const salt = fc.uint8Array({ minLength: 20, maxLength: 20 });

    fc.assert(
      fc.property(name, name, salt, (recorded, asked, bytes) => {
        const plain = parseKnownHosts(`${recorded} ${line(ED)}`);
        const secret = parseKnownHosts(`${hashed(recorded, Buffer.from(bytes))} ${line(ED)}`);

        for (const each of [asked, recorded]) {
          expect(checkHostKey(secret, [each], ED)).toBe(checkHostKey(plain, [each], ED));
        }
      }),
    );
  });
});

function publicKey(type: string, seed: number): Buffer {
  const head = Buffer.alloc(4);
  head.writeUInt32BE(type.length);
  return Buffer.concat([head, Buffer.from(type), Buffer.alloc(40, seed)]);
}

function line(key: Buffer): string {
  return `${keyType(key) ?? ''} ${key.toString('base64')}`;
}

function hashed(name: string, salt: Buffer): string {
  const hash = createHmac('sha1', salt).update(name).digest('base64');
  return `|1|${salt.toString('base64')}|${hash}`;
}
