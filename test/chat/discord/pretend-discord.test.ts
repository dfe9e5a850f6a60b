import { openPretendDiscord, type PretendDiscord } from '../../../sandbox/chat/discord/pretend-discord';

describe('the pretend Discord', () => {
  let discord: PretendDiscord;

  beforeEach(async () => {
    discord = await openPretendDiscord();
  });

  afterEach(() => discord.close());

  async function post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
    return fetch(`${discord.url}/v10${path}`, {
      method: 'POST',
      headers: {
        'user-agent': 'DiscordBot (test, 1)',
        'content-type': 'application/json',
        ...headers,
      },
      body: JSON.stringify(body),
    });
  }

  const asBot = () => ({ authorization: `Bot ${discord.token}` });
  const nobody = { allowed_mentions: { parse: [] } };
  const withButton = (button: object) => ({
    ...nobody,
    content: 'x',
    components: [{ type: 1, components: [{ type: 2, label: 'x', ...button }] }],
  });

  it('takes and shows a right message', async () => {
    const ann = discord.person();

    const answer = await post(
      `/channels/${ann.privateChat}/messages`,
      { ...nobody, content: ' hi ' },
      asBot(),
    );

    expect(answer.status).toBe(200);
    expect(ann.sees(ann.privateChat).map(message => message.content)).toEqual(['hi']);
    expect(discord.violations()).toEqual([]);
  });

  it.each([
    ['a text that is too long', { ...nobody, content: 'x'.repeat(2_001) }],
    ['a field Discord does not know', { ...nobody, content: 'x', ephemeral: true }],
    ['a wrong type', { ...nobody, content: 5 }],
    ['mentions that are not forbidden', { content: '@everyone' }],
    ['an address too long for a button', withButton({ style: 5, url: `https://a.b/${'x'.repeat(512)}` })],
    ['a button that leads to localhost', withButton({ style: 5, url: 'http://localhost:54545/' })],
    ['a button with too long an id', withButton({ style: 1, custom_id: 'x'.repeat(101) })],
    ['a button without an id', withButton({ style: 1 })],
  ])('refuses %s, and remembers it', async (_, body) => {
    const answer = await post(`/channels/${discord.channel}/messages`, body, asBot());

    expect(answer.status).toBe(400);
    expect(discord.violations()).toHaveLength(1);
  });

  it('refuses a wrong token', async () => {
    const body = { ...nobody, content: 'x' };

    const answer = await post(`/channels/${discord.channel}/messages`, body, { authorization: 'Bot x' });

    expect(answer.status).toBe(401);
  });

  it('slows a bot down that sends more than Discord allows', async () => {
    const statuses: number[] = [];
    for (let sent = 0; sent < 6; sent += 1) {
      const body = { ...nobody, content: String(sent) };
      const answer = await post(`/channels/${discord.channel}/messages`, body, asBot());
      statuses.push(answer.status);
    }

    expect(statuses).toEqual([200, 200, 200, 200, 200, 429]);
  });

  it('objects to a second response to the same press, and to one to none', async () => {
    const ann = discord.person();
    const message = withButton({ style: 1, custom_id: 'x' });
    await post(`/channels/${discord.channel}/messages`, message, asBot());
    const [shown] = ann.sees(discord.channel);
    if (shown === undefined) throw new Error('nothing to press');
    const press = ann.press(shown, 'x');
    const callback = `/interactions/${press.id}/${press.token}/callback`;

    const first = await post(callback, { type: 6 });
    const second = await post(callback, { type: 6 });
    const third = await post(`/interactions/${press.id}/other/callback`, { type: 6 });

    expect([first.status, second.status, third.status]).toEqual([204, 400, 404]);
    expect(discord.violations()).toHaveLength(2);
    expect(discord.violations().join()).not.toContain(press.token);
  });

  it('answers in the form of Discord’s own schemas', async () => {
    const spec = await import('discord-api-spec/zod');
    const ann = discord.person();
    const headers = { ...asBot(), 'user-agent': 'DiscordBot (test, 1)' };

    const channel: unknown = await (
      await post('/users/@me/channels', { recipient_id: ann.id }, asBot())
    ).json();
    const message: unknown = await (
      await post(`/channels/${ann.privateChat}/messages`, withButton({ style: 1, custom_id: 'x' }), asBot())
    ).json();
    const gateway: unknown = await (await fetch(`${discord.url}/v10/gateway/bot`, { headers })).json();

    expect(spec.PrivateChannelResponseSchema.safeParse(channel)).toMatchObject({ success: true });
    expect(spec.MessageResponseSchema.safeParse(message)).toMatchObject({ success: true });
    expect(spec.GatewayBotResponseSchema.safeParse(gateway)).toMatchObject({ success: true });
  });
});
