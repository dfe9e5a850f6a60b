import { z } from 'zod';
import type { Behaviour } from '../../../sandbox/cliproxyapi/behaviour';
import { useScene } from './scene';

const file = '/root/.cli-proxy-api/claude-user@example.com.json';

describe('the credential file', () => {
  const scene = useScene();

  const saved = (): Record<string, unknown> =>
    z.record(z.string(), z.unknown()).parse(JSON.parse(scene.place.read(file)));
  const logIn = async (behaviour: Partial<Behaviour>): Promise<void> => {
    const run = scene.login(behaviour);
    await scene.deliver(run);
    await run.ended;
  };

  it('has seven fields on one line in v6.4.0', async () => {
    await logIn({ version: 'v6.4.0' });

    const time = String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00`;
    expect(scene.place.read(file)).toMatch(
      new RegExp(
        String.raw`^\{"id_token":"","access_token":"sk-ant-oat01-[\w-]+","refresh_token":"sk-ant-ort01-[\w-]+",` +
          `"last_refresh":"${time}","email":"user@example\\.com","type":"claude","expired":"${time}"\\}\\n$`,
      ),
    );
  });

  it('says who and where, sorted by name, in v7.2.140', async () => {
    await logIn({});

    expect(Object.keys(saved())).toEqual([
      ...['access_token', 'account_uuid', 'claude_device_ids', 'disabled', 'email', 'expired', 'id_token'],
      ...['last_refresh', 'organization_name', 'organization_uuid', 'refresh_token', 'type'],
    ]);
  });

  it('has the mode of any new file, in a directory that is its owner’s alone', async () => {
    await logIn({});

    expect(scene.place.modeOf(file)).toBe(scene.place.modeOf('/CLIProxyAPI/config.yaml'));
    expect(scene.place.modeOf('/root/.cli-proxy-api')).toBe(0o700);
  });

  it.each([
    ['v7.2.132', 'keeps', 'mine'],
    ['v7.2.131', 'loses', undefined],
  ])('of %s %s what its owner added when it is made anew', async (version, _verb, note) => {
    scene.place.write(
      file,
      JSON.stringify({ type: 'claude', access_token: 'old', note: 'mine', disabled: true }),
    );

    await logIn({ version });

    expect(saved()).toMatchObject({ disabled: false, email: 'user@example.com' });
    expect(saved()['access_token']).not.toBe('old');
    expect(saved()['note']).toBe(note);
  });

  it('can lie where nobody said', async () => {
    await logIn({ save: 'elsewhere' });

    const read = (): string => scene.place.read(file);
    expect(read).toThrow('ENOENT');
    expect(scene.place.read('/CLIProxyAPI/auths/claude-user@example.com.json')).toContain('user@example.com');
  });
});
