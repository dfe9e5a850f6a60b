import { homedir } from 'node:os';
import { pino } from 'pino';
import type { Sandbox } from '../../sandbox/contracts';
import { openSandbox } from '../../sandbox/sandbox';
import { createCliProxies, type CliProxy } from '../../src/cliproxy/cliproxies';
import { testCompletion } from '../../src/operate/completion-test';
import { createServers, type Servers } from '../../src/server/servers';
import { fakeJobs } from '../fakes/jobs';

const configFile = '/CLIProxyAPI/config.yaml';
const model = 'claude-sonnet-4-5-20250929';

/** CLIProxyAPI of several releases and configurations, behind real SSH. */
describe('a completion in the sandbox', () => {
  let sandbox: Sandbox;
  let servers: Servers;

  beforeAll(async () => {
    sandbox = await openSandbox();
    container().write('/root/.cli-proxy-api/claude-ada@example.com.json', '{"type":"claude"}');
  });

  afterEach(() => servers.close());

  afterAll(() => sandbox.close());

  const container = () => sandbox.server('ali').container;

  function proxyWith(apiKey: string | undefined): CliProxy {
    const settings = {
      name: 'ali',
      containers: ['cliproxy'],
      program: '/CLIProxyAPI/CLIProxyAPI',
      authDir: '/root/.cli-proxy-api',
      dockerSocket: '/var/run/docker.sock',
      configFile,
      apiPort: 8317,
      ...(apiKey !== undefined && { apiKey }),
    };
    const ssh = { configFile: sandbox.sshConfigFile, home: homedir(), localUser: 'somebody' };
    servers = createServers([settings], ssh, pino({ level: 'silent' }));
    return createCliProxies(servers, fakeJobs()).known('ali');
  }

  async function configured(text: string, version = 'v7.2.140'): Promise<void> {
    await container().stop();
    container().behave({ version });
    container().write(configFile, `auth-dir: "~/.cli-proxy-api"\n${text}`);
    await container().start();
  }

  it.each(['v6.4.0', 'v6.9.0', 'v7.2.140'])('comes from %s', async version => {
    await configured('api-keys:\n  - a-key\n', version);

    const { answered, otherPort } = await testCompletion(proxyWith('a-key'), { server: 'ali', model });

    expect(answered).toMatchObject({ model, firstLine: `Hello from the pretend ${model}!` });
    expect(otherPort).toBeUndefined();
  });

  it("comes from the guides' port too", async () => {
    await configured('port: 8080\napi-keys:\n  - a-key\n');

    const { answered, otherPort } = await testCompletion(proxyWith('a-key'), { server: 'ali', model });

    expect(answered?.model).toBe(model);
    expect(otherPort).toBe(8080);
  });

  it('comes without a key where the server needs none', async () => {
    await configured('');

    const { answered } = await testCompletion(proxyWith(undefined), { server: 'ali', model });

    expect(answered?.model).toBe(model);
  });

  it.each([
    ['no key is set', 'api-keys:\n  - a-key\n', undefined, { code: 'no-api-key' }],
    ['the key is another', 'api-keys:\n  - a-key\n', 'another', { code: 'api-key-refused' }],
    ['nothing answers', 'port: 54545\n', 'a-key', { code: 'api-silent', ports: [8317, 8080] }],
  ])('does not come where %s', async (_what, config, key, problem) => {
    await configured(config);

    await expect(testCompletion(proxyWith(key), { server: 'ali', model })).rejects.toMatchObject({ problem });
  });

  it.each(['v7.1.46', 'v7.2.50', 'v7.2.51'])(
    'does not come from %s with a key of the example',
    async version => {
      await configured('api-keys:\n  - your-api-key-1\n  - a-key\n', version);

      const tried = testCompletion(proxyWith('a-key'), { server: 'ali', model });

      await expect(tried).rejects.toMatchObject({ problem: { code: 'example-keys', server: 'ali' } });
    },
  );
});
