import fc from 'fast-check';
import { arrives, bareAddress, ownerOf, rivalOf, type Place } from '../../src/onehub/address';

const ali: Place = {
  name: 'ali',
  addresses: ['http://cliproxy:8317', 'http://cliproxy:8080'],
  isConfigured: false,
};
const tokyo: Place = { name: 'tokyo', addresses: ['https://tokyo.example.org'], isConfigured: true };
const places = [ali, tokyo];

describe('the address of a channel', () => {
  it.each([
    ['http://cliproxy:8317', 'http://cliproxy:8317'],
    ['http://cliproxy:8317/', 'http://cliproxy:8317'],
    ['http://cliproxy:8317/v1', 'http://cliproxy:8317'],
    [' http://CLIPROXY:8317/v1/ ', 'http://cliproxy:8317'],
    ['http://cliproxy:8317/v1/v1', 'http://cliproxy:8317'],
    ['http://cliproxy:80/', 'http://cliproxy'],
    ['https://proxy.example.org/ali/v1', 'https://proxy.example.org/ali'],
    ['https://proxy.example.org/v10', 'https://proxy.example.org/v10'],
    ['', undefined],
    ['cliproxy', undefined],
  ])('%j is bare as %j', (written, bare) => {
    expect(bareAddress(written)).toBe(bare);
  });

  it('is bare the same however many slashes and versions stand behind it', () => {
    const behind = fc.array(fc.constantFrom('/', '/v1')).map(parts => parts.join(''));

    fc.assert(
      fc.property(fc.domain(), fc.integer({ min: 1, max: 65_535 }), behind, (host, port, tail) => {
        const address = `http://${host}:${port}`;

        expect(bareAddress(`${address}${tail}`)).toBe(bareAddress(address));
      }),
    );
  });

  it('is made bare in no time, whatever somebody typed', () => {
    const startedAtMs = Date.now();

    bareAddress(`http://cliproxy${'/'.repeat(20_000)}x`);

    expect(Date.now() - startedAtMs).toBeLessThan(2_000);
  });

  it.each([
    ['http://cliproxy:8317', true],
    ['http://cliproxy:8317/', true],
    ['http://cliproxy:8317//', false],
    ['http://cliproxy:8317/v1', false],
    ['http://cliproxy:8318', false],
  ])('%s lets requests arrive: %s', (written, isSo) => {
    expect(arrives(written, 'http://cliproxy:8317')).toBe(isSo);
  });
});

describe('whose a channel is', () => {
  it.each([
    ['our name and our address', 'cliproxy-ali', 'http://cliproxy:8317', { server: 'ali', astray: false }],
    ['our address alone', 'mine', 'http://cliproxy:8317/', { server: 'ali', astray: false }],
    ['the port of the guide', 'mine', 'http://cliproxy:8080', { server: 'ali', astray: false }],
    [
      'a version that One-Hub adds by itself',
      'mine',
      'http://cliproxy:8317/v1',
      { server: 'ali', astray: true },
    ],
    ['our name and an old address', 'cliproxy-tokyo', 'http://10.0.0.1', { server: 'tokyo', astray: true }],
    ['our name, and no address', 'cliproxy-ali', '', { server: 'ali', astray: true }],
    ['a name that begins like ours', 'cliproxy-alina', 'http://alina:8317', undefined],
    ['neither', 'openai', 'https://api.openai.com', undefined],
  ])('is told by %s', (_what, name, base_url, owner) => {
    expect(ownerOf({ name, base_url }, places)).toEqual(owner);
  });

  it('is told by the name where two servers may have the same address', () => {
    const twins = [ali, { ...ali, name: 'oslo' }];

    const owners = ['cliproxy-oslo', 'cliproxy-ali', 'mine'].map(
      name => ownerOf({ name, base_url: 'http://cliproxy:8317' }, twins)?.server,
    );

    expect(owners).toEqual(['oslo', 'ali', 'ali']);
  });

  it('is that of the server for which somebody wrote the address down', () => {
    const configured = { name: 'oslo', addresses: ['http://cliproxy:8317'], isConfigured: true };

    expect(ownerOf({ name: 'mine', base_url: 'http://cliproxy:8317' }, [ali, configured])?.server).toBe(
      'oslo',
    );
  });
});

describe('a rival for an address', () => {
  const address = 'http://cliproxy:8317';
  const twin = { ...ali, name: 'oslo' };
  const configured = { name: 'oslo', addresses: [address], isConfigured: true };

  it.each([
    ['nobody, where each has its own', ali, [ali, tokyo], undefined],
    ['a server whose container has the same name', ali, [ali, twin], 'oslo'],
    ['the server for which somebody wrote it down', ali, [ali, configured], 'oslo'],
    ['nobody, where somebody wrote it down for this one alone', configured, [ali, configured], undefined],
    [
      'another for which it was written down too',
      configured,
      [configured, { ...configured, name: 'rome' }],
      'rome',
    ],
  ])('is %s', (_what, server, all, rival) => {
    expect(rivalOf(server, address, all)?.name).toBe(rival);
  });
});
