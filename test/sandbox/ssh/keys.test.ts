import ssh2 from 'ssh2';
import { newKeyPair } from '../../../sandbox/ssh/keys';

describe('a new key pair', () => {
  it('can always be read again, and its halves fit', () => {
    const pairs = Array.from({ length: 300 }, newKeyPair);

    const fits = pairs.map(pair => {
      const [secret, open] = [ssh2.utils.parseKey(pair.private), ssh2.utils.parseKey(pair.public)];
      if (secret instanceof Error || open instanceof Error) return false;
      const signature = secret.sign(Buffer.from('text'));
      return !(signature instanceof Error) && open.verify(Buffer.from('text'), signature);
    });
    expect(fits).not.toContain(false);
  });
});
