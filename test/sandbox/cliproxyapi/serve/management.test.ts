import { z } from 'zod';
import { useScene } from '../scene';

const config = '/CLIProxyAPI/config.yaml';
const usual = 'port: 8317\nauth-dir: "~/.cli-proxy-api"\n';
const answer = z.object({ files: z.array(z.record(z.string(), z.unknown())) });

describe('the Management API', () => {
  const scene = useScene();

  const ask = (
    headers: Readonly<Record<string, string>> = { authorization: 'Bearer k3y' },
  ): Promise<Response> =>
    fetch(`http://127.0.0.1:${scene.place.ports['8317']}/v0/management/auth-files`, { headers });
  const files = async (): Promise<readonly Readonly<Record<string, unknown>>[]> =>
    answer.parse(await (await ask()).json()).files;
  const account = (name: string, content: object): void =>
    scene.place.write(`/root/.cli-proxy-api/${name}`, JSON.stringify(content));

  it('is not there without a key, and gives no version away', async () => {
    await scene.serve();

    const asked = await ask();

    expect(asked.status).toBe(404);
    expect(asked.headers.get('x-cpa-version')).toBeNull();
  });

  it('takes the key of the environment from anywhere, and names its version also to those it refuses', async () => {
    await scene.serve({}, { MANAGEMENT_PASSWORD: 'k3y' });

    const inside = await Promise.all([
      ask(),
      ask({ authorization: 'k3y' }),
      ask({ 'x-management-key': 'k3y' }),
    ]);
    const outside = await ask({});

    expect(inside.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(inside[0].headers.get('x-cpa-version')).toBe('v7.2.140');
    expect(outside.status).toBe(401);
    expect(outside.headers.get('x-cpa-version')).toBe('v7.2.140');
    expect(await outside.json()).toEqual({ error: 'missing management key' });
  });

  it('does not let the gateway in with the key of the configuration alone', async () => {
    scene.place.write(config, `${usual}remote-management:\n  secret-key: "k3y"\n`);
    await scene.serve();

    const asked = await ask();

    expect(asked.status).toBe(403);
    expect(await asked.json()).toEqual({ error: 'remote management disabled' });
  });

  it('hides the key of the configuration in the file, and knows it again', async () => {
    scene.place.write(
      config,
      `${usual}remote-management:\n  allow-remote: true # ours\n  secret-key: "k3y"\n`,
    );
    const first = await scene.serve();
    first.kill('SIGTERM');
    await first.ended;

    await scene.serve();
    const asked = await ask();

    expect(asked.status).toBe(200);
    expect(scene.place.read(config)).toMatch(
      /\n {2}allow-remote: true # ours\n {2}secret-key: "\$2a\$10\$[\w./]{53}"\n$/,
    );
  });

  describe('of accounts', () => {
    const env = { MANAGEMENT_PASSWORD: 'k3y' };
    const name = 'claude-a@example.com.json';
    const content = {
      ...{ type: 'claude', email: 'a@example.com', access_token: 'sk-ant-oat01-x' },
      last_refresh: '2026-08-22T10:00:00+08:00',
    };

    it('says what it knows, and nothing of tokens', async () => {
      account(name, content);
      await scene.serve({}, env);

      const [found = {}] = await files();

      expect(found).toMatchObject({
        id: name,
        name,
        type: 'claude',
        provider: 'claude',
        email: 'a@example.com',
        account_type: 'oauth',
        account: 'a@example.com',
        status: 'active',
        disabled: false,
        unavailable: false,
        source: 'file',
        last_refresh: '2026-08-22T10:00:00+08:00',
        success: 0,
        failed: 0,
      });
      expect(found['auth_index']).toMatch(/^[0-9a-f]{16}$/);
      expect(found['recent_requests']).toHaveLength(20);
      expect(JSON.stringify(found)).not.toContain('sk-ant');
    });

    it('says nearly nothing before v6.3.14', async () => {
      account(name, content);
      account('empty.json', {});
      await scene.serve({ version: 'v6.3.13' }, env);

      const found = await files();

      expect(found.map(file => Object.keys(file))).toEqual([
        ['name', 'size', 'modtime', 'type', 'email'],
        ['name', 'size', 'modtime', 'type', 'email'],
      ]);
    });

    it.each([
      ['v6.3.55', undefined, undefined, undefined],
      ['v6.3.56', expect.any(Number), undefined, undefined],
      ['v6.8.31', expect.any(Number), '2026-08-22T11:00:00+08:00', undefined],
      ['v6.9.46', expect.any(Number), '2026-08-22T11:00:00+08:00', 4],
    ])('grew: %s', async (version, index, nextRetry, success) => {
      account(name, content);
      await scene.serve({ version }, env);
      scene.place.behave({
        version,
        accounts: { [name]: { next_retry_after: '2026-08-22T11:00:00+08:00', success: 4 } },
      });

      const [found = {}] = await files();

      expect([found['auth_index'], found['next_retry_after'], found['success']]).toEqual([
        index,
        nextRetry,
        success,
      ]);
    });

    it('shows an account as it is told to, while it runs', async () => {
      account(name, content);
      await scene.serve({}, env);
      const before = await files();

      scene.place.behave({ accounts: { [name]: { status: 'error', status_message: 'unauthorized' } } });

      expect(before).toMatchObject([{ status: 'active' }]);
      expect(await files()).toMatchObject([{ status: 'error', status_message: 'unauthorized' }]);
    });

    it('leaves out what is no credential, and what it has not noticed', async () => {
      account(name, { ...content, disabled: true });
      account('note.json', { text: 'mine' });
      await scene.serve({ hotLoad: false }, env);
      account('claude-b@example.com.json', content);

      const found = await files();

      expect(found).toMatchObject([{ name, disabled: true, status: 'disabled' }]);
    });

    it('calls an account of a configured key by that key', async () => {
      scene.place.write(config, `${usual}claude-api-key:\n  - api-key: "sk-ant-api03-secret"\n`);
      await scene.serve({}, env);

      const found = await files();

      expect(found).toMatchObject([
        { runtime_only: true, source: 'memory', account_type: 'api_key', account: 'sk-ant-api03-secret' },
      ]);
    });
  });
});
