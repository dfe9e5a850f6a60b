import { createCanvas } from '@napi-rs/canvas';
import { type PretendTelegram, openPretendTelegram } from '../../../sandbox/chat/telegram/pretend-telegram';
import { mei } from './driver';

const png = createCanvas(2, 2).toBuffer('image/png');

describe('files on the pretend Telegram', () => {
  let telegram: PretendTelegram;

  beforeEach(async () => {
    telegram = await openPretendTelegram();
    telegram.addUser(mei);
  });

  afterEach(() => telegram.close());

  async function call(
    method: string,
    fields: Readonly<Record<string, string>>,
    file?: readonly [string, Buffer, string],
  ) {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.append(name, value);
    if (file !== undefined) form.append(file[0], new Blob([new Uint8Array(file[1])]), file[2]);
    const url = `${telegram.url}/bot${telegram.token}/${method}`;
    const answer: unknown = await (await fetch(url, { method: 'POST', body: form })).json();
    return answer;
  }

  const place = { chat_id: String(mei.id) };

  it('are taken with words below them', async () => {
    const answer = await call('sendPhoto', { ...place, caption: 'All' }, ['photo', png, 'a.png']);

    expect(answer).toMatchObject({ ok: true, result: { caption: 'All', photo: [{ width: 2, height: 2 }] } });
    expect(telegram.messages(mei.id)[0]?.media?.bytes.equals(png)).toBe(true);
    expect(telegram.violations()).toEqual([]);
  });

  it.each([
    ['sendPhoto', place, ['document', png, 'a.png'], 'unknown document in the form of a photo'],
    ['sendPhoto', place, ['photo', Buffer.from('x'), 'a.png'], 'IMAGE_PROCESS_FAILED'],
    [
      'sendPhoto',
      place,
      ['photo', createCanvas(5_000, 5_001).toBuffer('image/png'), 'a.png'],
      'PHOTO_INVALID_DIMENSIONS',
    ],
    [
      'sendPhoto',
      place,
      ['photo', Buffer.concat([png, Buffer.alloc(10_485_760)]), 'a.png'],
      'file is too big',
    ],
    ['sendDocument', place, ['document', Buffer.alloc(52_428_801), 'a.log'], 'Request Entity Too Large'],
    ['sendDocument', place, ['document', Buffer.alloc(0), 'a.log'], 'file must be non-empty'],
    [
      'sendDocument',
      { ...place, caption: 'x'.repeat(1_025) },
      ['document', png, 'a.png'],
      'message caption is too long',
    ],
    [
      'sendDocument',
      { ...place, text: 'x' },
      ['document', png, 'a.png'],
      'unknown text in the form of a document',
    ],
  ] as const)('are refused by %s where they are wrong: %#', async (method, fields, file, words) => {
    const answer = await call(method, fields, file);

    expect(answer).toEqual({ ok: false, error_code: 400, description: `Bad Request: ${words}` });
    expect(telegram.violations()).toEqual([`${method}: Bad Request: ${words}`]);
  });

  it('keep a message from being edited as words, and words from being edited as a caption', async () => {
    await call('sendPhoto', place, ['photo', png, 'a.png']);
    await call('sendMessage', { ...place, text: 'Hello' });

    const asWords = await call('editMessageText', { ...place, message_id: '1', text: 'x' });
    const asCaption = await call('editMessageCaption', { ...place, message_id: '2', caption: 'x' });

    expect(asWords).toMatchObject({ description: 'Bad Request: there is no text in the message to edit' });
    expect(asCaption).toMatchObject({
      description: 'Bad Request: there is no caption in the message to edit',
    });
    expect(telegram.violations()).toEqual([]);
  });

  it('are put to a message of words', async () => {
    await call('sendMessage', { ...place, text: 'Hello' });
    const media = JSON.stringify({ type: 'photo', media: 'attach://one', caption: 'All' });

    await call('editMessageMedia', { ...place, message_id: '1', media }, ['one', png, 'a.png']);

    expect(telegram.messages(mei.id)).toMatchObject([{ id: 1, text: 'All', media: { kind: 'photo' } }]);
  });

  it('have to be named by the media that is put there', async () => {
    await call('sendMessage', { ...place, text: 'Hello' });
    const media = JSON.stringify({ type: 'photo', media: 'attach://one' });

    const answer = await call('editMessageMedia', { ...place, message_id: '1', media }, [
      'two',
      png,
      'a.png',
    ]);

    expect(answer).toMatchObject({ description: 'Bad Request: wrong file identifier/HTTP URL specified' });
    expect(telegram.violations()).toHaveLength(1);
  });

  describe('that people sent', () => {
    const small = { name: 'a.json', bytes: Buffer.from('{}') };

    function fileIdOf(name: string): string {
      const update = telegram.pending().find(each => JSON.stringify(each).includes(name));
      return /"file_id":"([^"]+)"/.exec(JSON.stringify(update))?.[1] ?? '';
    }

    it('are told of as an album where there are several, with the words below the last', () => {
      telegram.sends(mei.id, mei.id, [small, { ...small, name: 'b.json' }], { caption: '/import' });

      const told = telegram.pending().map(update => update['message']);

      expect(told).toMatchObject([
        { document: { file_name: 'a.json', file_size: 2 }, media_group_id: '13000000000001' },
        {
          document: { file_name: 'b.json', file_size: 2 },
          caption: '/import',
          media_group_id: '13000000000001',
        },
      ]);
    });

    it('can be fetched from where getFile says, with the right token alone', async () => {
      telegram.sends(mei.id, mei.id, [small]);

      const answer = await call('getFile', { file_id: fileIdOf('a.json') });

      const path = /"file_path":"([^"]+)"/.exec(JSON.stringify(answer))?.[1] ?? '';
      const right = await fetch(`${telegram.url}/file/bot${telegram.token}/${path}`);
      const wrong = await fetch(`${telegram.url}/file/bot1:wrong/${path}`);
      const other = await fetch(`${telegram.url}/file/bot${telegram.token}/documents/file_9.json`);
      expect([right.status, await right.text()]).toEqual([200, '{}']);
      expect([wrong.status, other.status]).toEqual([401, 404]);
      await Promise.all([wrong.text(), other.text()]);
    });

    it.each([
      ['nobody sent', 'small.json', 2, 'Bad Request: wrong file_id or the file is temporarily unavailable'],
      ['are too large for bots', 'huge.json', 20 * 1024 * 1024 + 1, 'Bad Request: file is too big'],
    ])('cannot be fetched when they %s', async (_, name, size, description) => {
      telegram.sends(mei.id, mei.id, [{ name: 'huge.json', bytes: Buffer.alloc(size) }]);

      const answer = await call('getFile', { file_id: fileIdOf(name) || 'BQACxyz' });

      expect(answer).toEqual({ ok: false, error_code: 400, description });
      expect(telegram.violations()).toEqual([]);
    });
  });
});
