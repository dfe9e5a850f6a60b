import { z } from 'zod';
import { visitConsentPage } from '../../../sandbox/browser';
import type { Behaviour } from '../../../sandbox/cliproxyapi/behaviour';
import type { Provider } from '../../../sandbox/provider';
import { startProvider } from '../../../sandbox/provider';
import type { Place } from '../program';
import { linkLine, loginArgs, openPlace } from '../program';

const file = '/root/.cli-proxy-api/claude-user@example.com.json';

describe('the credential file', () => {
  let provider: Provider;
  let place: Place;
  beforeAll(async () => {
    provider = await startProvider();
  });
  afterAll(() => provider.close());
  beforeEach(async () => {
    place = await openPlace();
  });
  afterEach(() => place.clear());

  const saved = (): Record<string, unknown> =>
    z.record(z.string(), z.unknown()).parse(JSON.parse(place.read(file)));
  const logIn = async (behaviour: Partial<Behaviour>): Promise<void> => {
    const run = place.run(loginArgs, { providerUrl: provider.url, ...behaviour });
    const [, link = ''] = await run.seen(linkLine);
    const back = await visitConsentPage(link, { decision: 'authorize', email: 'user@example.com' });
    await place.get(54545, `/callback${new URL(back).search}`);
    await run.ended;
  };

  it('has seven fields on one line in v6.4.0', async () => {
    await logIn({ version: 'v6.4.0' });

    const time = String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08:00`;
    expect(place.read(file)).toMatch(
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

    expect(place.modeOf(file)).toBe(place.modeOf('/CLIProxyAPI/config.yaml'));
    expect(place.modeOf('/root/.cli-proxy-api')).toBe(0o700);
  });

  it.each([
    ['v7.2.132', 'keeps', 'mine'],
    ['v7.2.131', 'loses', undefined],
  ])('of %s %s what its owner added when it is made anew', async (version, _verb, note) => {
    place.write(file, JSON.stringify({ type: 'claude', access_token: 'old', note: 'mine', disabled: true }));

    await logIn({ version });

    expect(saved()).toMatchObject({ disabled: false, email: 'user@example.com' });
    expect(saved()['access_token']).not.toBe('old');
    expect(saved()['note']).toBe(note);
  });

  it('can lie where nobody said', async () => {
    await logIn({ save: 'elsewhere' });

    const read = (): string => place.read(file);
    expect(read).toThrow('ENOENT');
    expect(place.read('/CLIProxyAPI/auths/claude-user@example.com.json')).toContain('user@example.com');
  });
});
