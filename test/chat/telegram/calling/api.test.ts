import { type RequestListener, createServer } from 'node:http';
import { Telegram } from 'telegraf';
import { type Api, createApi } from '../../../../src/chat/telegram/calling/api';
import { TelegramFault } from '../../../../src/chat/telegram/calling/fault';
import { createPacing } from '../../../../src/chat/telegram/calling/pacing';
import {
  type PretendTelegram,
  openPretendTelegram,
} from '../../../../sandbox/chat/telegram/pretend-telegram';
import { keptLog, mei } from '../driver';

describe('a call to the Bot API', () => {
  let telegram: PretendTelegram;
  let stopping: AbortController;
  let api: Api;

  beforeEach(async () => {
    telegram = await openPretendTelegram();
    telegram.addUser(mei);
    stopping = new AbortController();
    api = apiAt(telegram.url, telegram.token);
  });

  afterEach(async () => {
    stopping.abort();
    await telegram.close();
  });

  function apiAt(apiRoot: string, token: string): Api {
    return createApi(new Telegram(token, { apiRoot }), createPacing(), stopping.signal);
  }

  function send(text = 'Hello'): Promise<unknown> {
    return api('sendMessage', { chat_id: mei.id, text }, { chat: mei.id });
  }

  async function faultOf(call: Promise<unknown>): Promise<TelegramFault> {
    const failure: unknown = await call.catch((error: unknown) => error);
    if (failure instanceof TelegramFault) return failure;
    throw new Error(`not a fault: ${String(failure)}`);
  }

  /** A server that is no Bot API at all. */
  async function otherServer(answer: RequestListener) {
    const server = createServer(answer);
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    return {
      url: `http://127.0.0.1:${String(port)}`,
      close: async () => {
        server.closeAllConnections();
        await new Promise(resolve => server.close(resolve));
      },
    };
  }

  it('waits as long as Telegram asks for', async () => {
    telegram.failNext({ code: 429, retryAfter: 1 });
    const startedAt = performance.now();

    await send();

    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(1_000);
    expect(telegram.messages(mei.id)).toHaveLength(1);
  });

  it('holds back everything else in that chat as long', async () => {
    telegram.failNext({ code: 429, retryAfter: 1 });

    await Promise.all([send('one'), send('two'), send('three')]);

    const refused = telegram.requests.filter(({ refused }) => refused !== undefined);
    expect(refused).toHaveLength(1);
    expect(telegram.messages(mei.id)).toHaveLength(3);
  });

  it('fails, to be tried later, when Telegram asks for more than a minute', async () => {
    telegram.failNext({ code: 429, retryAfter: 600 });

    const fault = await faultOf(send());

    expect(fault).toMatchObject({ name: 'TelegramFault', code: 429, retryAfter: 600 });
    expect(await faultOf(send())).toMatchObject({ description: 'this chat is written to too often' });
    expect(telegram.requests).toHaveLength(1);
  });

  it('is tried again when Telegram fails', async () => {
    telegram.failNext({ code: 500 });
    telegram.failNext({ code: 502 });

    await send();

    expect(telegram.messages(mei.id)).toHaveLength(1);
  });

  it('is not tried again when it was wrong', async () => {
    const fault = await faultOf(api('sendMessage', { chat_id: mei.id, text: '' }));

    expect(fault.message).toBe('Telegram sendMessage: 400, Bad Request: message text is empty');
    expect(telegram.requests).toHaveLength(1);
  });

  it('ends its waiting when the bot stops', async () => {
    telegram.failNext({ code: 429, retryAfter: 30 });
    const sending = faultOf(send());
    setTimeout(() => {
      stopping.abort();
    }, 50);

    const fault = await sending;

    expect(fault.description).toBe('stopping');
  });

  it('gives up on a server that does not answer', async () => {
    const silent = await otherServer(() => undefined);
    api = apiAt(silent.url, telegram.token);

    const fault = await faultOf(api('getMe', {}, { once: true, deadlineMs: 100 }));

    await silent.close();
    expect(fault).toMatchObject({ code: undefined, mayPass: true });
  });

  it('that fails tells neither the token nor the words, however deep one looks', async () => {
    const { log, lines } = keptLog();
    const secretLink = 'http://localhost/oauth?state=very-secret';
    const reply_markup = { inline_keyboard: [[{ text: 'Authorize', url: secretLink }]] };
    const talksNonsense = await otherServer((_, response) => response.end('<html>'));
    const nonsense = apiAt(talksNonsense.url, telegram.token);
    const nowhere = apiAt('http://127.0.0.1:1', telegram.token);

    const faults = await Promise.all([
      faultOf(api('sendMessage', { chat_id: mei.id, text: 'very-secret', reply_markup })),
      faultOf(nonsense('sendMessage', { chat_id: mei.id, text: 'very-secret' }, { once: true })),
      faultOf(nowhere('sendMessage', { chat_id: mei.id, text: 'very-secret' }, { once: true })),
    ]);

    await talksNonsense.close();
    for (const err of faults) log.error({ err }, 'failed');
    expect(lines).toHaveLength(3);
    expect(lines.join('')).toContain('Wrong HTTP URL');
    expect(lines.join('')).not.toContain('very-secret');
    expect(lines.join('')).not.toContain(telegram.token);
  });
});
