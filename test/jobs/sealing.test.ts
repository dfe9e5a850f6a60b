import fc from 'fast-check';
import { newKeyPair, open, seal } from '../../src/jobs/sealing';

const sender = newKeyPair();
const receiver = newKeyPair();
const between = { handover: 'a-handover', sender: sender.key, receiver: receiver.key };
const content = Buffer.from('sk-ant-oat01-something-secret');

describe('sealing', () => {
  it('opens for its receiver, whatever the content is', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2_000 }), bytes => {
        const sealed = seal(Buffer.from(bytes), sender, between);

        const opened = open(sealed, receiver, between);

        expect(opened?.equals(Buffer.from(bytes))).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  it('says nothing of its content, and never the same twice', () => {
    const [one, other] = [seal(content, sender, between), seal(content, sender, between)];

    expect(Buffer.from(one, 'base64url').includes('sk-ant')).toBe(false);
    expect(one).not.toBe(other);
  });

  it('stays shut for another pair', () => {
    const sealed = seal(content, sender, between);
    const other = newKeyPair();

    expect(open(sealed, other, between)).toBeUndefined();
    expect(open(sealed, other, { ...between, receiver: other.key })).toBeUndefined();
  });

  it.each([
    ['another handover', { ...between, handover: 'another' }],
    ['another sender', { ...between, sender: newKeyPair().key }],
    ['another receiver', { ...between, receiver: newKeyPair().key }],
    ['a sender that is no key', { ...between, sender: 'no key' }],
  ])('stays shut for %s', (_what, other) => {
    const sealed = seal(content, sender, between);

    expect(open(sealed, receiver, other)).toBeUndefined();
  });

  it('stays shut when one byte of it was changed, and for whatever is no seal', () => {
    const sealed = Buffer.from(seal(content, sender, between), 'base64url');

    fc.assert(
      fc.property(fc.nat(sealed.length - 1), fc.integer({ min: 1, max: 255 }), (at, by) => {
        const changed = Buffer.from(sealed);
        changed.writeUInt8(changed.readUInt8(at) ^ by, at);

        expect(open(changed.toString('base64url'), receiver, between)).toBeUndefined();
      }),
    );
    fc.assert(
      fc.property(fc.string(), text => {
        expect(open(text, receiver, between)).toBeUndefined();
      }),
    );
  });

  it('is refused for a key that is none, and for one that gives the same secret to everybody', () => {
    const zero = Buffer.alloc(32).toString('base64url');

    expect(() => seal(content, sender, { ...between, receiver: 'no key' })).toThrow();
    expect(() => seal(content, sender, { ...between, receiver: zero })).toThrow();
  });
});
