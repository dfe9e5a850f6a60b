import type { Incoming } from '../../../../src/chat/platform';
import { isDiscords } from '../../../../src/chat/discord/hearing/files';
import { eventually } from '../../eventually';
import { type DiscordDriver, openDiscordDriver } from '../discord.driver';

const credential = { name: 'claude.json', bytes: Buffer.from('{"type":"claude"}') };
const most = 64 * 1024;

describe('files on Discord', () => {
  let driver: DiscordDriver;
  let heard: Incoming[];

  beforeEach(async () => {
    heard = [];
    driver = await openDiscordDriver();
    await driver.platform.start([], {
      receive: incoming => {
        heard.push(incoming);
        return Promise.resolve();
      },
      complete: () => [],
    });
  });

  afterEach(async () => {
    await driver.platform.stop();
    const complaints = driver.complaints();
    await driver.close();
    expect(complaints).toEqual([]);
  });

  async function sent(text = '') {
    driver.ann.writes(text, driver.ann.privateChat, [credential]);
    const [incoming] = await eventually(
      () => heard,
      all => all.length > 0,
    );
    const [file] = incoming?.files ?? [];
    if (incoming === undefined || file === undefined) throw new Error('no file came');
    return { incoming, file };
  }

  it('count more than the words beside them', async () => {
    const { incoming } = await sent('/import ali');

    expect(incoming.event).toEqual({ kind: 'files' });
  });

  it('are not fetched before they are wanted, and not at all when they are too large', async () => {
    const { file } = await sent();

    const bytes = file.read(credential.bytes.length - 1);

    await expect(bytes).rejects.toMatchObject({ problem: { code: 'import-too-large' } });
    expect(driver.discord.downloads()).toEqual([]);
  });

  it('are fetched again when Discord fails', async () => {
    const { file } = await sent();
    driver.discord.failNextDownload('server-error');

    const bytes = await file.read(most);

    expect(bytes).toEqual(credential.bytes);
    expect(driver.discord.downloads()).toHaveLength(2);
  });

  it('are not looked for where Discord sends on to', async () => {
    const { file } = await sent();
    driver.discord.failNextDownload('redirect');

    const bytes = file.read(most);

    await expect(bytes).rejects.toMatchObject({
      problem: { code: 'import-unreadable', detail: 'HTTP 302' },
    });
    expect(driver.discord.downloads()).toHaveLength(1);
  });

  it('that never end are left in their middle', async () => {
    const { file } = await sent();
    driver.discord.failNextDownload('endless');

    const bytes = file.read(most);

    await expect(bytes).rejects.toMatchObject({ problem: { code: 'import-too-large', mostBytes: most } });
  });
});

describe('an address of a file', () => {
  it.each([
    'https://cdn.discordapp.com/attachments/1/2/a.json?ex=1&is=2&hm=3',
    'https://cdn.discordapp.com/ephemeral-attachments/1/2/a.json?ex=1&is=2&hm=3',
    'https://media.discordapp.net/attachments/1/2/a.json',
  ])('is Discord’s: %s', address => {
    expect(isDiscords(address, undefined)).toBe(true);
  });

  it.each([
    'http://cdn.discordapp.com/attachments/1/2/a.json',
    'https://cdn.discordapp.com.example.org/a.json',
    'https://cdn.discordapp.com@example.org/a.json',
    'https://cdn.discordapp.com:8443/a.json',
    'https://example.org/https://cdn.discordapp.com/a.json',
    'https://169.254.169.254/latest/meta-data',
    'file:///etc/passwd',
    'a.json',
    '',
  ])('is not: %s', address => {
    expect(isDiscords(address, undefined)).toBe(false);
  });

  it('may be at the API that is configured, and only there', () => {
    const api = 'http://127.0.0.1:4010/api';

    const verdicts = [
      'http://127.0.0.1:4010/attachments/a.json',
      'http://127.0.0.1:4011/attachments/a.json',
      'https://127.0.0.1:4010/attachments/a.json',
    ].map(address => isDiscords(address, api));

    expect(verdicts).toEqual([true, false, false]);
  });
});
