import { UserError, type Problem } from '../../src/errors';
import type { Check } from '../../src/jobs/check';
import { examine } from '../../src/operate/doctor';
import { credentialPath } from '../login/fake-server';
import { countLine, ok, openProxy, usage, type ProxyScene } from './scene';

const home = '/root/.cli-proxy-api';
const credential = JSON.stringify({ type: 'claude', email: 'ada@example.com' });

/** A server on which nothing is wrong. */
function healthy(): ProxyScene {
  const scene = openProxy();
  const { server } = scene;
  server.startedAtMs = 500;
  server.leadsTo = { host: 'ali.example', user: 'root' };
  server.engineFacts = { version: '27.3.1', nowMs: Date.now() };
  server.put(credentialPath, credential, 1_000);
  server.log(countLine(1), 2_000);
  server.machine.set('/srv/cliproxy/auths', { mode: 0o700 });
  return scene;
}

async function checked<Name extends Check['name']>(
  scene: ProxyScene,
  name: Name,
): Promise<Extract<Check, { readonly name: Name }> | undefined> {
  const { checks } = await examine(scene.proxy, 2_000);
  return checks.find((check): check is Extract<Check, { readonly name: Name }> => check.name === name);
}

describe('the doctor', () => {
  it('finds nothing wrong where nothing is', async () => {
    const scene = healthy();
    scene.managed = () =>
      Promise.resolve({
        state: 'answered',
        answer: [{ file: 'claude-ada@example.com.json', disabled: false, unavailable: false }],
      });

    const { server, checks } = await examine(scene.proxy);

    expect(server).toBe('ali');
    expect(checks.filter(check => check.outcome !== 'fine')).toEqual([]);
    expect(checks.map(check => check.name)).toEqual<readonly Check['name'][]>([
      'ssh',
      'docker',
      'clock',
      'container',
      'program',
      'answers',
      'callback-port',
      'auth-directory',
      'loaded',
      'management',
      'login-way',
    ]);
  });

  it('goes no further than what fails', async () => {
    const problem: Problem = { code: 'ssh-refused', server: 'ali', host: 'ali.example', port: 22 };
    const scene = healthy();
    scene.server.unreachable = new UserError(problem);

    const { checks } = await examine(scene.proxy);

    expect(checks).toEqual([{ name: 'ssh', outcome: 'failed', problem }]);
  });

  it('tells Docker that refuses from SSH that does', async () => {
    const problem: Problem = { code: 'docker-permission', server: 'ali', user: 'ada', fix: 'sudo …' };
    const scene = healthy();
    scene.server.engine = () => Promise.reject(new UserError(problem));

    const { checks } = await examine(scene.proxy);

    expect(checks.map(check => check.name)).toEqual(['ssh', 'docker']);
    expect(checks[1]).toEqual({ name: 'docker', outcome: 'failed', problem });
  });

  it('names a container that is down', async () => {
    const scene = healthy();
    scene.server.status = 'restarting';

    const check = await checked(scene, 'container');

    expect(check).toMatchObject({
      outcome: 'failed',
      problem: { code: 'container-down', status: 'restarting' },
    });
  });

  it.each([
    ['gone ahead', 31_000, 'warning'],
    ['fallen behind', -31_000, 'warning'],
    ['a little off', 20_000, 'fine'],
  ])('says of a clock that has %s', async (_how, aheadMs, outcome) => {
    const scene = healthy();
    scene.server.engineFacts = { version: '27.3.1', nowMs: Date.now() + aheadMs };

    const check = await checked(scene, 'clock');

    expect(check?.outcome).toBe(outcome);
  });

  it('comes back in time, with what had no answer marked as not seen', async () => {
    const scene = healthy();
    scene.managed = () => new Promise(() => undefined);
    const startedAtMs = Date.now();

    const { checks } = await examine(scene.proxy, 50);

    expect(Date.now() - startedAtMs).toBeLessThan(1_000);
    expect(checks.filter(check => check.outcome !== 'fine')).toEqual([
      { name: 'not-seen', outcome: 'unknown', what: 'loaded' },
      { name: 'not-seen', outcome: 'unknown', what: 'management' },
    ]);
  });

  it('says what kept it from the rest when the connection breaks halfway', async () => {
    const problem: Problem = { code: 'connection-lost', server: 'ali' };
    const scene = healthy();
    scene.managed = () => Promise.reject(new UserError(problem));

    const { checks } = await examine(scene.proxy);

    expect(checks.at(-1)).toEqual({ name: 'not-seen', outcome: 'unknown', what: 'management', problem });
  });

  it('lets what nobody foresaw through', async () => {
    const scene = healthy();
    scene.managed = () => Promise.reject(new TypeError('a bug'));

    await expect(examine(scene.proxy)).rejects.toThrow('a bug');
  });
});

describe('the check of the program', () => {
  it('knows the version', async () => {
    const check = await checked(healthy(), 'program');

    expect(check).toEqual({ name: 'program', outcome: 'fine', version: '7.2.140' });
  });

  it.each([
    ['that is not there', { prints: 'OCI runtime exec failed', exitCode: 127 }, 'missing'],
    ['without the login', { prints: 'Usage of x\n  -config string\n', exitCode: 0 }, 'no-claude-login'],
    [
      'that is too old to exchange a code',
      { prints: usage.replace('7.2.140', '6.8.22'), exitCode: 0 },
      'too-old',
    ],
  ])('fails one %s', async (_which, help, why) => {
    const scene = healthy();
    scene.help = help;

    const check = await checked(scene, 'program');

    expect(check).toMatchObject({ outcome: 'failed', why, program: '/CLIProxyAPI/CLIProxyAPI' });
  });

  it('takes the first version whose logins go through', async () => {
    const scene = healthy();
    scene.help = { prints: usage.replace('7.2.140', 'v6.8.23'), exitCode: 0 };

    const check = await checked(scene, 'program');

    expect(check).toMatchObject({ outcome: 'fine', version: '6.8.23' });
  });

  it('does not claim to know one that ends in another way', async () => {
    const scene = healthy();
    scene.help = { prints: 'panic: no', exitCode: 70 };

    const check = await checked(scene, 'program');

    expect(check).toEqual({ name: 'program', outcome: 'unknown' });
  });

  it.each([
    [
      'the log',
      (scene: ProxyScene) =>
        scene.server.log('[x] [info] [main.go:1] CLIProxyAPI Version: v5.9.0, Commit: 1'),
      '5.9.0',
    ],
    [
      'the Management API',
      (scene: ProxyScene) => {
        scene.managed = () => Promise.resolve({ state: 'forbidden', version: 'v7.1.0' });
      },
      '7.1.0',
    ],
  ])('learns the version from %s where the program does not say', async (_source, tell, version) => {
    const scene = healthy();
    scene.help = { prints: 'Usage of x\n  -claude-login\n', exitCode: 0 };
    tell(scene);

    const check = await checked(scene, 'program');

    expect(check?.version).toBe(version);
  });
});

describe('the checks of ports', () => {
  it('fail an API that does not answer', async () => {
    const scene = healthy();
    scene.server.answer = () => undefined;

    const check = await checked(scene, 'answers');

    expect(check).toEqual({ name: 'answers', outcome: 'failed', port: 8317 });
  });

  it('warn of a callback port that is taken, and never touch the callback itself', async () => {
    const scene = healthy();
    scene.server.answer = () => ok;

    const check = await checked(scene, 'callback-port');

    expect(check).toMatchObject({ outcome: 'warning', taken: true, port: 54545 });
    expect(scene.server.requested.filter(path => path.startsWith('/callback'))).toEqual([]);
  });

  it.each([
    [['0.0.0.0:54545'], 'warning'],
    [['[::]:54545'], 'warning'],
    [['127.0.0.1:54545', '203.0.113.7:54545'], 'warning'],
    [['127.0.0.1:54545', '[::1]:54545'], 'fine'],
    [[], 'fine'],
  ])('judge a callback port that is published at %j', async (published, outcome) => {
    const scene = healthy();
    scene.server.facts = { ...scene.server.facts, published: { 54545: published } };

    const check = await checked(scene, 'callback-port');

    expect(check).toMatchObject({ outcome, taken: false, published });
  });
});

describe('the check of the auth directory', () => {
  it('knows both sides of the mount', async () => {
    const check = await checked(healthy(), 'auth-directory');

    expect(check).toEqual({
      name: 'auth-directory',
      outcome: 'fine',
      path: home,
      exists: true,
      mode: 0o700,
      host: { path: '/srv/cliproxy/auths', mode: 0o700 },
    });
  });

  it('finds the place in a directory that is mounted further up', async () => {
    const scene = healthy();
    scene.server.facts = {
      ...scene.server.facts,
      mounts: { '/': '/wrong', '/root': '/srv/home', '/roo': '/no' },
    };

    const check = await checked(scene, 'auth-directory');

    expect(check?.host).toEqual({ path: '/srv/home/.cli-proxy-api' });
  });

  it.each([
    ['in the container', '755', 0o700],
    ['on the machine', '700', 0o750],
  ])('warns when others may look into it %s', async (_where, inside, onHost) => {
    const scene = healthy();
    scene.modeInside = inside;
    scene.server.machine.set('/srv/cliproxy/auths', { mode: onHost });

    const check = await checked(scene, 'auth-directory');

    expect(check?.outcome).toBe('warning');
  });

  it('claims nothing of permissions that it cannot see', async () => {
    const scene = healthy();
    scene.modeInside = undefined;
    scene.server.machine.clear();

    const check = await checked(scene, 'auth-directory');

    expect(check).toEqual({
      name: 'auth-directory',
      outcome: 'fine',
      path: home,
      exists: true,
      host: { path: '/srv/cliproxy/auths' },
    });
  });

  it('fails one that is not there', async () => {
    const scene = healthy();
    scene.server.remove(credentialPath);

    const check = await checked(scene, 'auth-directory');

    expect(check).toMatchObject({ outcome: 'failed', exists: false });
  });
});

describe('the check of what is loaded', () => {
  it.each([
    ['counted as many files as there are', { counted: 2, files: [1_000, 1_500] }, 'fine'],
    ['left out a file that was there already', { counted: 1, files: [1_000, 1_500] }, 'warning'],
    ['counted before the last file came', { counted: 1, files: [1_000, 3_000] }, 'unknown'],
    ['counted files that are gone', { counted: 3, files: [1_000, 1_500] }, 'unknown'],
  ])('judges by a log that %s', async (_which, { counted, files }, outcome) => {
    const scene = openProxy();
    for (const [index, atMs] of files.entries()) scene.server.put(`${home}/${index}.json`, credential, atMs);
    scene.server.log(countLine(counted), 2_000);

    const check = await checked(scene, 'loaded');

    expect(check).toEqual({ name: 'loaded', outcome, files: 2, counted });
  });

  it('knows better from the Management API', async () => {
    const scene = healthy();
    scene.server.put(`${home}/codex.json`, '{"type":"codex"}', 950);
    scene.server.put(`${home}/notes.json`, '[]', 950);
    scene.managed = () =>
      Promise.resolve({
        state: 'answered',
        answer: [{ file: 'codex.json', disabled: false, unavailable: false }],
      });

    const check = await checked(scene, 'loaded');

    expect(check).toEqual({ name: 'loaded', outcome: 'warning', files: 2, counted: 1 });
  });

  it('says when the log does not count', async () => {
    const scene = openProxy();
    scene.server.put(credentialPath, credential);

    const check = await checked(scene, 'loaded');

    expect(check).toEqual({ name: 'loaded', outcome: 'unknown', files: 1 });
  });
});

it.each([
  ['no-key', 'unknown'],
  ['refused', 'failed'],
  ['forbidden', 'warning'],
  ['not-found', 'warning'],
  ['unavailable', 'unknown'],
] as const)('the doctor says of a Management API that is %s: %s', async (state, outcome) => {
  const scene = healthy();
  scene.managed = () => Promise.resolve({ state });

  const check = await checked(scene, 'management');

  expect(check).toEqual({ name: 'management', outcome, state });
});

it.each([
  [
    { state: 'answered', answer: [], version: 'v7.2.140' },
    { way: 'management', atOnce: 'several' },
  ],
  [
    { state: 'answered', answer: [] },
    { way: 'management', atOnce: 'several' },
  ],
  [
    { state: 'answered', answer: [], version: 'v7.2.16' },
    { way: 'management', atOnce: 'one' },
  ],
  [{ state: 'no-key' }, { way: 'program', why: 'no-key' }],
  [{ state: 'refused' }, { way: 'program', why: 'refused' }],
] as const)('the doctor says which way a login goes, and why not the other: %j', async (managed, way) => {
  const scene = healthy();
  scene.managed = () => Promise.resolve(managed);

  const check = await checked(scene, 'login-way');

  expect(check).toEqual({ name: 'login-way', outcome: 'fine', ...way });
});
