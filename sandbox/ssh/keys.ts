import ssh2 from 'ssh2';

export interface KeyPair {
  /** As a private key file of OpenSSH has it. */
  readonly private: string;
  /** As authorized_keys and known_hosts have it: type and key. */
  readonly public: string;
}

/** A new ed25519 key pair. */
export function newKeyPair(): KeyPair {
  for (;;) {
    const pair = ssh2.utils.generateKeyPairSync('ed25519');
    // ssh2 drops the zero that one public key in 256 begins with, and then cannot read its own key.
    if (!(ssh2.utils.parseKey(pair.private) instanceof Error)) {
      return { private: pair.private, public: pair.public.trim() };
    }
  }
}
