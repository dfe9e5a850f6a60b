import { createCanvas } from '@napi-rs/canvas';
import { messagePayload } from '../../../sandbox/chat/discord/payloads';
import { openPretendDiscord, type PretendDiscord } from '../../../sandbox/chat/discord/pretend-discord';

const png = createCanvas(2, 2).toBuffer('image/png');
const body = { content: 'x', allowed_mentions: { parse: [] } };

describe('files on the pretend Discord', () => {
  let discord: PretendDiscord;

  beforeEach(async () => {
    discord = await openPretendDiscord();
  });

  afterEach(() => discord.close());

  async function post(
    json: object,
    files: Readonly<Record<string, readonly [bytes: Buffer, name: string, type: string]>>,
  ) {
    const form = new FormData();
    for (const [field, [bytes, name, type]] of Object.entries(files)) {
      form.append(field, new Blob([new Uint8Array(bytes)], { type }), name);
    }
    form.append('payload_json', JSON.stringify(json));
    const headers = { 'user-agent': 'DiscordBot (test, 1)', authorization: `Bot ${discord.token}` };
    return fetch(`${discord.url}/v10/channels/${discord.channel}/messages`, {
      method: 'POST',
      headers,
      body: form,
    });
  }

  it('are taken and told of in the form of Discord’s own schemas', async () => {
    const spec = await import('discord-api-spec/zod');
    const attachments = [{ id: '0', filename: 'accounts.png', description: 'All accounts' }];

    const answer = await post({ ...body, attachments }, { 'files[0]': [png, 'accounts.png', 'image/png'] });

    const message: unknown = await answer.json();
    expect(spec.MessageResponseSchema.safeParse(message)).toMatchObject({ success: true });
    expect(message).toMatchObject({
      attachments: [
        { filename: 'accounts.png', size: png.length, width: 2, height: 2, content_type: 'image/png' },
      ],
    });
    expect(discord.violations()).toEqual([]);
  });

  it('of people are told of in the form of Discord’s own schemas, under a name that Discord can have', async () => {
    const spec = await import('discord-api-spec/zod');
    const ann = discord.person();

    const message = ann.writes('', ann.privateChat, [{ name: 'ann@x org.json', bytes: Buffer.from('{}') }]);

    const told = messagePayload(discord.world, message);
    expect(spec.MessageResponseSchema.safeParse(told)).toMatchObject({ success: true });
    expect(told.attachments).toMatchObject([{ filename: 'annx_org.json', title: 'ann@x org', size: 2 }]);
  });

  it('are given out under their whole address alone, as long as their message stands', async () => {
    const ann = discord.person();
    const message = ann.writes('', ann.privateChat, [{ name: 'ann.json', bytes: Buffer.from('{}') }]);
    const url = messagePayload(discord.world, message).attachments[0]?.url ?? '';

    const whole = await fetch(url);
    const bare = await fetch(url.split('?', 1)[0] ?? '');
    ann.deletes(message);
    const gone = await fetch(url);

    expect([whole.status, await whole.text()]).toEqual([200, '{}']);
    expect([bare.status, gone.status]).toEqual([404, 404]);
    await Promise.all([bare.text(), gone.text()]);
  });

  const listing = (id: string) => ({ ...body, attachments: [{ id, filename: 'a.png' }] });
  it.each([
    ['under another name of the field', body, { file: [png, 'a.png', 'image/png'] }],
    ['that are not listed', listing('1'), { 'files[0]': [png, 'a.png', 'image/png'] }],
    ['that are listed and missing', listing('0'), {}],
    ['that are not what they say', body, { 'files[0]': [Buffer.from('text'), 'a.png', 'image/png'] }],
    ['with a type that does not fit their name', body, { 'files[0]': [png, 'a.png', 'text/plain'] }],
    ['without anything in them', body, { 'files[0]': [Buffer.alloc(0), 'a.log', 'text/plain'] }],
    ['with a path for a name', body, { 'files[0]': [Buffer.from('x'), '../a.log', 'text/plain'] }],
    ['larger than 10 MB', body, { 'files[0]': [Buffer.alloc(10_485_761, 'x'), 'a.log', 'text/plain'] }],
  ] as const)('%s are refused, and remembered', async (_, json, files) => {
    await post(json, files);

    expect(discord.violations().length).toBeGreaterThan(0);
  });

  it('too large are refused as Discord does', async () => {
    const files = { 'files[0]': [Buffer.alloc(10_485_761, 'x'), 'a.log', 'text/plain'] } as const;

    const answer = await post(body, files);

    expect([answer.status, await answer.json()]).toEqual([
      413,
      { code: 40005, message: 'Request entity too large' },
    ]);
  });
});
