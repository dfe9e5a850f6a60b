import { type PretendTelegram, openPretendTelegram } from '../../../sandbox/chat/telegram/pretend-telegram';
import { eventually } from '../eventually';
import { group, mei } from './driver';

describe('the pretend Telegram', () => {
  let telegram: PretendTelegram;

  beforeEach(async () => {
    telegram = await openPretendTelegram();
    telegram.addUser(mei);
    telegram.addGroup(group);
  });

  afterEach(async () => {
    await telegram.close();
  });

  async function call(method: string, fields: object, token = telegram.token): Promise<unknown> {
    const response = await fetch(`${telegram.url}/bot${token}/${method}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(fields),
    });
    return response.json();
  }

  function send(fields: object): Promise<unknown> {
    return call('sendMessage', { chat_id: mei.id, text: 'Hello', ...fields });
  }

  const key = (button: object) => ({ reply_markup: { inline_keyboard: [[{ text: 'Go', ...button }]] } });
  const bold = (offset: number, length: number) => ({ type: 'bold', offset, length });

  it.each([
    ['no text', { text: ' \n' }, 'message text is empty'],
    ['too much text', { text: 'x'.repeat(4_097) }, 'message is too long'],
    ['half an emoji', { text: 'x\uD83C' }, 'text must be encoded in UTF-8'],
    ['markup to parse', { parse_mode: 'HTML' }, 'this server reads entities only, no parse_mode'],
    ['an entity beyond the text', { entities: [bold(3, 9)] }, 'entity bold lies outside of the text'],
    [
      'an entity that begins within an emoji',
      { text: '🎉', entities: [bold(1, 1)] },
      'entity bold begins or ends in the middle of a UTF-16 symbol',
    ],
    ['crossing entities', { entities: [bold(0, 3), bold(2, 3)] }, 'entities bold and bold overlap'],
    [
      'code in bold',
      { entities: [bold(0, 3), { ...bold(0, 2), type: 'code' }] },
      'entities bold and code overlap',
    ],
    ['65 bytes of data', key({ callback_data: '中'.repeat(21) + 'xx' }), 'BUTTON_DATA_INVALID'],
    ['no data', key({ callback_data: '' }), 'BUTTON_DATA_INVALID'],
    [
      'a button for localhost',
      key({ url: 'http://localhost:54545/' }),
      "inline keyboard button URL 'http://localhost:54545/' is invalid: Wrong HTTP URL",
    ],
    ['a button for the own machine', key({ url: 'http://127.0.0.1:8080/' }), 'BUTTON_URL_INVALID'],
    [
      'a button without use',
      key({}),
      "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
    ],
    ['an empty row', { reply_markup: { inline_keyboard: [[]] } }, 'a row of a keyboard has 1 to 8 buttons'],
    ['a misspelt field', { protect: true }, 'unknown protect in sendMessage'],
  ])('refuses a message with %s, and remembers it', async (_, fields, words) => {
    const answer = await send(fields);

    expect(answer).toEqual({ ok: false, error_code: 400, description: `Bad Request: ${words}` });
    expect(telegram.violations()).toEqual([`sendMessage: Bad Request: ${words}`]);
  });

  it('refuses an edit that changes nothing, which is nobody’s fault', async () => {
    await send({});

    const answer = await call('editMessageText', { chat_id: mei.id, message_id: 1, text: 'Hello' });

    expect(answer).toMatchObject({ error_code: 400 });
    expect(JSON.stringify(answer)).toContain('message is not modified');
    expect(telegram.violations()).toEqual([]);
  });

  it('lets no more than twenty messages a minute into a group', async () => {
    for (let sent = 0; sent < 20; sent++) await send({ chat_id: group.id });

    const answer = await send({ chat_id: group.id });

    expect(answer).toMatchObject({ ok: false, error_code: 429, parameters: { retry_after: 60 } });
    expect(telegram.messages(group.id)).toHaveLength(20);
  });

  it('notices presses that are not acknowledged', async () => {
    await send(key({ callback_data: 'go' }));
    telegram.presses(mei.id, mei.id, 1, 'Go');

    const before = telegram.violations();
    await call('answerCallbackQuery', { callback_query_id: '444444444444444441' });

    expect(before).toEqual(['Go was not acknowledged']);
    expect(telegram.violations()).toEqual([]);
  });

  it('hands updates out until they are confirmed', async () => {
    const poll = { timeout: 0, allowed_updates: ['message'] };
    telegram.types(mei.id, mei.id, 'one');
    telegram.types(mei.id, mei.id, 'two');

    const first = await call('getUpdates', poll);
    const again = await call('getUpdates', poll);
    const confirmed = await call('getUpdates', { ...poll, offset: 1_001 });

    expect(again).toEqual(first);
    expect(first).toMatchObject({ result: [{ update_id: 1_000 }, { update_id: 1_001 }] });
    expect(confirmed).toMatchObject({ result: [{ update_id: 1_001, message: { text: 'two' } }] });
    expect(telegram.pending()).toHaveLength(1);
  });

  it('ends the poll of one bot when another begins to', async () => {
    const poll = { timeout: 5, allowed_updates: ['message'] };
    const first = call('getUpdates', poll);
    const second = call('getUpdates', poll);
    await eventually(
      () => telegram.requests.length,
      count => count === 2,
    );
    telegram.types(mei.id, mei.id, 'one');

    const answers = await Promise.all([first, second]);

    expect(answers).toContainEqual({
      ok: false,
      error_code: 409,
      description:
        'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running',
    });
    expect(answers).toContainEqual(expect.objectContaining({ ok: true }));
  });

  it('knows its token', async () => {
    const [wrong, malformed] = await Promise.all([
      call('getMe', {}, `${telegram.token}x`),
      call('getMe', {}, 'token'),
    ]);

    expect(wrong).toEqual({ ok: false, error_code: 401, description: 'Unauthorized' });
    expect(malformed).toEqual({ ok: false, error_code: 404, description: 'Not Found' });
  });
});
