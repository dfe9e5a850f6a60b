import {
  createCipheriv,
  createDecipheriv,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  randomBytes,
  type KeyObject,
} from 'node:crypto';

const cipher = 'aes-256-gcm';
const keyBytes = 32;
const nonceBytes = 12;
const tagBytes = 16;

/** One end of a handing over. Its private half never leaves the process. */
export interface KeyPair {
  /** The public half as it travels (base64url). */
  readonly key: string;
  readonly secret: KeyObject;
}

/** What a sealed thing belongs to; whoever opens it must name the same. */
export interface Between {
  readonly handover: string;
  /** Public keys, base64url. */
  readonly sender: string;
  readonly receiver: string;
}

export function newKeyPair(): KeyPair {
  const { publicKey, privateKey } = generateKeyPairSync('x25519');
  const { x = '' } = publicKey.export({ format: 'jwk' });
  return { key: x, secret: privateKey };
}

/** Seals for one receiver (base64url). Throws what is no public key. */
export function seal(content: Buffer, own: KeyPair, between: Between): string {
  const nonce = randomBytes(nonceBytes);
  const sealing = createCipheriv(cipher, sharedKey(own, between.receiver, between), nonce);
  sealing.setAAD(named(between));
  const sealed = Buffer.concat([sealing.update(content), sealing.final()]);
  return Buffer.concat([nonce, sealing.getAuthTag(), sealed]).toString('base64url');
}

/** Opens what was sealed for this pair; undefined for whatever was not. */
export function open(sealed: string, own: KeyPair, between: Between): Buffer | undefined {
  const bytes = Buffer.from(sealed, 'base64url');
  const nonce = bytes.subarray(0, nonceBytes);
  const tag = bytes.subarray(nonceBytes, nonceBytes + tagBytes);
  try {
    const opening = createDecipheriv(cipher, sharedKey(own, between.sender, between), nonce, {
      authTagLength: tagBytes,
    });
    opening.setAAD(named(between));
    opening.setAuthTag(tag);
    return Buffer.concat([opening.update(bytes.subarray(nonceBytes + tagBytes)), opening.final()]);
  } catch {
    return undefined;
  }
}

function sharedKey(own: KeyPair, other: string, between: Between): Buffer {
  const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'X25519', x: other }, format: 'jwk' });
  const shared = diffieHellman({ privateKey: own.secret, publicKey });
  return Buffer.from(hkdfSync('sha256', shared, '', named(between), keyBytes));
}

function named({ handover, sender, receiver }: Between): Buffer {
  return Buffer.from(JSON.stringify(['cliproxy-handover', handover, sender, receiver]));
}
