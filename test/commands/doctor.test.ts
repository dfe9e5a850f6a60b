import { command } from '../../commands/doctor';
import type { PlatformName } from '../../src/chat/platform';
import type { Check } from '../../src/jobs/check';
import { fakeJobs } from '../fakes/jobs';
import { ada, bob, group } from '../fakes/login';
import { buttonsOf, plainText } from '../fakes/plain';
import { englishIn, flaws, isChinese } from '../messages/reading';
import { openScene } from './scene';

const sinceMs = Date.UTC(2026, 10, 20);
const container: Check = {
  name: 'container',
  outcome: 'fine',
  container: 'cliproxy',
  image: 'eceasy/cli-proxy-api:latest',
  sinceMs,
  restarts: 0,
};
const path = '/root/.cli-proxy-api';
const program = '/CLIProxyAPI/CLIProxyAPI';

const fine: readonly Check[] = [
  { name: 'ssh', outcome: 'fine', host: 'ali.example', user: 'root' },
  { name: 'docker', outcome: 'fine', version: '27.3.1' },
  { name: 'clock', outcome: 'fine', aheadMs: 120 },
  container,
  { name: 'program', outcome: 'fine', version: '7.2.140' },
  { name: 'answers', outcome: 'fine', port: 8317 },
  { name: 'callback-port', outcome: 'fine', port: 54545, taken: false, published: ['127.0.0.1:54545'] },
  {
    name: 'auth-directory',
    outcome: 'fine',
    path,
    exists: true,
    mode: 0o700,
    host: { path: '/srv/auths', mode: 0o700 },
  },
  { name: 'loaded', outcome: 'fine', files: 2, counted: 2 },
  { name: 'management', outcome: 'fine', state: 'answered' },
  { name: 'login-way', outcome: 'fine', way: 'management', atOnce: 'several' },
];

/** Everything that can be said of a check beside that it is fine. */
const others: readonly Check[] = [
  { name: 'not-seen', outcome: 'unknown', what: 'program' },
  {
    name: 'not-seen',
    outcome: 'unknown',
    what: 'loaded',
    problem: { code: 'connection-lost', server: 'ali' },
  },
  { name: 'clock', outcome: 'warning', aheadMs: 45_000 },
  { name: 'clock', outcome: 'warning', aheadMs: -45_000 },
  { ...container, restarts: 3 },
  { name: 'program', outcome: 'fine' },
  { name: 'program', outcome: 'unknown', version: '5.0.0' },
  { name: 'program', outcome: 'failed', why: 'missing', program },
  { name: 'program', outcome: 'failed', why: 'no-claude-login', program, version: '3.0.1' },
  { name: 'program', outcome: 'failed', why: 'too-old', program, version: '6.8.22' },
  { name: 'answers', outcome: 'failed', port: 8317 },
  { name: 'callback-port', outcome: 'warning', port: 54545, taken: true, published: ['0.0.0.0:54545'] },
  { name: 'auth-directory', outcome: 'failed', path, exists: false },
  { name: 'auth-directory', outcome: 'fine', path, exists: true, host: { path: '/srv/auths' } },
  { name: 'auth-directory', outcome: 'warning', path, exists: true, mode: 0o755 },
  {
    name: 'auth-directory',
    outcome: 'warning',
    path,
    exists: true,
    mode: 0o755,
    host: { path: '/srv/auths', mode: 0o755 },
  },
  { name: 'loaded', outcome: 'fine', files: 0, counted: 0 },
  { name: 'loaded', outcome: 'fine', files: 1, counted: 1 },
  { name: 'loaded', outcome: 'warning', files: 3, counted: 2 },
  { name: 'loaded', outcome: 'unknown', files: 3, counted: 2 },
  { name: 'loaded', outcome: 'unknown', files: 3 },
  { name: 'management', outcome: 'unknown', state: 'no-key' },
  { name: 'management', outcome: 'failed', state: 'refused' },
  { name: 'management', outcome: 'warning', state: 'forbidden' },
  { name: 'management', outcome: 'warning', state: 'not-found' },
  { name: 'management', outcome: 'unknown', state: 'unavailable' },
  { name: 'login-way', outcome: 'fine', way: 'management', atOnce: 'one' },
  { name: 'login-way', outcome: 'fine', way: 'program', why: 'no-key' },
  { name: 'login-way', outcome: 'fine', way: 'program', why: 'refused' },
  { name: 'login-way', outcome: 'fine', way: 'program', why: 'forbidden' },
  { name: 'login-way', outcome: 'fine', way: 'program', why: 'not-found' },
  { name: 'login-way', outcome: 'fine', way: 'program', why: 'unavailable' },
];

function examined(checks: readonly Check[], platform: PlatformName = 'telegram') {
  return openScene(platform, fakeJobs({ doctor: ({ server }) => Promise.resolve({ server, checks }) }));
}

const ali = { options: { server: 'ali' } };

describe('/doctor', () => {
  it('says of each check what it found, and sums up', async () => {
    const { run, jobs } = examined(fine);

    const { incoming, text } = await run(command, ali);

    expect(jobs.ran).toEqual([{ name: 'doctor', data: { server: 'ali' } }]);
    expect(incoming.answers.map(answer => plainText(answer.text))).toEqual(['Examining ali…']);
    expect(text?.split('\n')).toEqual([
      'ali, examined:',
      '✅ SSH connects as root@ali.example, and the host key is known.',
      '✅ Docker 27.3.1 lets me in.',
      "✅ The server's clock agrees with mine.",
      '✅ cliproxy (eceasy/cli-proxy-api:latest) runs since 2026-11-20T00:00:00.000Z.',
      '✅ CLIProxyAPI 7.2.140 can log accounts in.',
      '✅ The API answers on port 8317.',
      '✅ The callback port 54545 is free.',
      '✅ Auth directory /root/.cli-proxy-api: mode 700 in the container, mode 700 on the server; mounted from /srv/auths.',
      '✅ 2 credential files, loaded.',
      '✅ The Management API answers.',
      '✅ Logins go by the Management API: without a port, several at a time.',
      'Everything a login needs is in order.',
    ]);
  });

  it('does not say where the server is, where others read', async () => {
    const { run } = examined(fine);

    const { text } = await run(command, { ...ali, place: group });

    expect(text).toContain('✅ SSH connects, and the host key is known.');
    expect(text).not.toContain('ali.example');
  });

  it('puts the fix beside what is wrong', async () => {
    const { run } = examined([container, { name: 'answers', outcome: 'failed', port: 8317 }]);

    const { text } = await run(command, ali);

    expect(text).toContain(
      '❌ The API does not answer on port 8317.\n   → /logs ali shows why. Another port is set with ALI_API_PORT.',
    );
    expect(text).toMatch(/One thing must be mended\.$/);
  });

  it('says the problem itself where something keeps it from the rest', async () => {
    const { run } = examined([
      {
        name: 'ssh',
        outcome: 'failed',
        problem: { code: 'ssh-refused', server: 'ali', host: 'ali.example', port: 22 },
      },
    ]);

    const { text } = await run(command, ali);

    expect(text).toMatch(/^❌ ali refuses SSH connections/m);
    expect(text).toMatch(/Mend that first: what is behind it can't be seen before\.$/);
  });

  it('tells a port that is taken from one that is open, and says both', async () => {
    const { run } = examined([
      { name: 'callback-port', outcome: 'warning', port: 54545, taken: true, published: ['0.0.0.0:54545'] },
    ]);

    const { text } = await run(command, ali);

    expect(text).toContain('⚠️ The callback port 54545 is taken');
    expect(text).toContain('⚠️ The callback port 54545 is open to others: 0.0.0.0:54545.');
    expect(text).toContain('"127.0.0.1:54545:54545"');
  });

  it.each([
    [[container, { name: 'management', outcome: 'warning', state: 'forbidden' }], 'It works; one thing'],
    [
      [
        container,
        { name: 'clock', outcome: 'warning', aheadMs: 45_000 },
        { name: 'management', outcome: 'warning', state: 'forbidden' },
      ],
      'It works; 2 things',
    ],
    [
      [
        container,
        { name: 'answers', outcome: 'failed', port: 8317 },
        { name: 'management', outcome: 'failed', state: 'refused' },
      ],
      '2 things must be mended.',
    ],
  ] satisfies readonly [readonly Check[], string][])('sums up %#', async (checks, says) => {
    const { run } = examined(checks);

    const { text } = await run(command, ali);

    expect(text?.split('\n').at(-1)).toContain(says);
  });

  it('looks again at the press of a button', async () => {
    const { run } = examined(fine);

    const { reply } = await run(command, ali);

    expect(
      reply && buttonsOf(reply).map(button => (button.kind === 'action' ? button.action : button.kind)),
    ).toEqual(['doctor:ali', 'logs:ali']);
  });
});

describe.each([...fine, ...others].map(check => [JSON.stringify(check), check] as const))(
  'what the doctor says of %s',
  (_name, check) => {
    it.each(['discord', 'telegram', 'terminal'] as const)(
      'is whole in both languages on %s',
      async platform => {
        const { run } = examined([container, check], platform);

        const texts = await Promise.all(
          [ada, bob].map(async person => (await run(command, { ...ali, person })).text ?? ''),
        );

        expect(texts.map(flaws)).toEqual([[], []]);
        expect(texts.map(isChinese)).toEqual([false, true]);
      },
    );

    it('is Chinese throughout where it is Chinese', async () => {
      const { run } = examined([check]);

      const { reply } = await run(command, { ...ali, person: bob });

      const said = (reply?.text ?? []).filter(part => typeof part === 'string');
      expect(said.flatMap(englishIn)).toEqual([]);
    });
  },
);

it.each([ada, bob])('the worst that the doctor can find fits into a message: $language', async person => {
  const lengthOf = async (checks: readonly Check[]): Promise<number> =>
    (await examined(checks, 'discord').run(command, { ...ali, person })).text?.length ?? 0;
  const longest = new Map<string, readonly [number, Check]>();
  for (const check of [...fine, ...others]) {
    const length = await lengthOf([check]);
    if (length > (longest.get(check.name)?.[0] ?? 0)) longest.set(check.name, [length, check]);
  }

  const length = await lengthOf([...longest.values()].map(([, check]) => check));

  expect(longest.size).toBe(12);
  expect(length).toBeLessThan(1_800);
});
