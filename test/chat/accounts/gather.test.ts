import { gather, type Gathered, type Section } from '../../../src/chat/accounts/gather';
import type { Problem } from '../../../src/errors';

const lost: Problem = { code: 'connection-lost', server: 'tokyo' };

function reportOf(server: string): Section {
  return { kind: 'report', server, report: { server, accounts: [], management: 'no-key', atMs: 0 } };
}

/** Servers that answer, and patience that ends, when a test says so. */
function open(servers: readonly string[], known: Readonly<Record<string, Problem>> = {}) {
  const answers = new Map<string, (section: Section) => void>();
  const failures = new Map<string, (error: Error) => void>();
  const asked: string[] = [];
  let passed: () => void = () => undefined;
  const looks = gather(servers, {
    ask: server => {
      asked.push(server);
      return new Promise((resolve, reject) => {
        answers.set(server, resolve);
        failures.set(server, reject);
      });
    },
    patience: () => new Promise<void>(resolve => (passed = resolve)),
    whySilent: server => Promise.resolve(known[server]),
  });
  const settle = () => new Promise(resolve => setImmediate(resolve));
  return {
    asked,
    next: async (): Promise<Gathered | undefined> => (await looks.next()).value,
    answer: async (server: string) => {
      answers.get(server)?.(reportOf(server));
      await settle();
    },
    fail: (server: string) => failures.get(server)?.(new TypeError('a bug')),
    pass: async () => {
      await settle();
      passed();
      await settle();
    },
  };
}

const kinds = (look: Gathered | undefined): readonly string[] | undefined =>
  look?.sections.map(({ kind, server }) => `${server} ${kind}`);

describe('gathering what servers say', () => {
  it('asks all at once, and is done at once when all have answered', async () => {
    const scene = open(['ali', 'tokyo']);
    const look = scene.next();
    await scene.answer('tokyo');
    await scene.answer('ali');

    expect(scene.asked).toEqual(['ali', 'tokyo']);
    expect(await look).toEqual({ sections: [reportOf('ali'), reportOf('tokyo')], complete: true });
    expect(await scene.next()).toBeUndefined();
  });

  it('shows the quick ones when patience ends, and the slow ones when they come', async () => {
    const scene = open(['ali', 'tokyo']);
    const first = scene.next();
    await scene.answer('ali');
    await scene.pass();
    const early = await first;
    const second = scene.next();
    await scene.answer('tokyo');

    expect(kinds(early)).toEqual(['ali report', 'tokyo silent']);
    expect(early?.complete).toBe(false);
    expect(kinds(await second)).toEqual(['ali report', 'tokyo report']);
  });

  it('says at once why one is silent, where that is known', async () => {
    const scene = open(['ali', 'tokyo'], { tokyo: lost });
    const look = scene.next();
    await scene.pass();

    expect((await look)?.sections).toEqual([
      { kind: 'silent', server: 'ali' },
      { kind: 'silent', server: 'tokyo', problem: lost },
    ]);
  });

  it('shows nothing again while nothing new comes in, and joins what comes together', async () => {
    const scene = open(['ali', 'osaka', 'rome', 'tokyo']);
    const first = scene.next();
    await scene.pass();
    await first;
    const second = scene.next();
    await scene.pass();
    await scene.answer('ali');
    await scene.answer('rome');
    await scene.pass();

    expect(kinds(await second)).toEqual(['ali report', 'osaka silent', 'rome report', 'tokyo silent']);
  });

  it('lets what nobody foresaw through', async () => {
    const scene = open(['ali', 'tokyo']);
    const look = scene.next();
    scene.fail('tokyo');

    await expect(look).rejects.toThrow('a bug');
  });
});
