import pino from 'pino';
import { modalOf } from '../../../sandbox/chat/discord/components';
import { createDiscord, type DiscordOptions } from '../../../src/chat/discord/discord';
import type { Incoming, Message, Platform } from '../../../src/chat/platform';
import { eventually } from '../eventually';
import { type DiscordDriver, openDiscordDriver, quiet, words } from './discord.driver';
import { commands } from './scene';

const ask = { title: 'Paste it here', label: 'The address', example: 'http://localhost:54545/…' };
const status: Message = {
  text: ['Ready'],
  buttons: [[{ kind: 'paste', label: 'Paste', action: 'paste:ali.1', ask }]],
};

describe('Discord', () => {
  let driver: DiscordDriver;
  let heard: Incoming[];
  let others: Platform[];
  const listener = {
    receive: (incoming: Incoming) => {
      heard.push(incoming);
      return Promise.resolve();
    },
    complete: (_person: unknown, command: string, option: string, typed: string) =>
      [...Array(40).keys()].map(number => `${command}.${option}.${typed}${number}`),
  };

  beforeEach(async () => {
    heard = [];
    others = [];
    driver = await openDiscordDriver();
  });

  afterEach(async () => {
    for (const platform of [driver.platform, ...others]) await platform.stop();
    const complaints = driver.complaints();
    await driver.close();
    expect(complaints).toEqual([]);
  });

  /** One more bot, stopped with the test. */
  function another(options: DiscordOptions): Platform {
    const platform = createDiscord(options);
    others.push(platform);
    return platform;
  }

  it('says so when the token is refused, without the token', async () => {
    const platform = another({ token: 'not.the.token', apiUrl: driver.discord.url, log: quiet, words });

    const start = platform.start(commands, listener);

    await expect(start).rejects.toThrow(/token/);
    await expect(start).rejects.not.toThrow(/not\.the\.token/);
  });

  it('says so when there is no server', async () => {
    const platform = another({ token: 'a.b.c', apiUrl: 'http://127.0.0.1:1/api', log: quiet, words });

    const start = platform.start(commands, listener);

    await expect(start).rejects.toThrow('ECONNREFUSED');
  });

  it('hears what was said while its connection was broken', async () => {
    await driver.platform.start(commands, listener);
    driver.discord.dropConnections();
    await eventually(
      () => driver.discord.connectedBots(),
      bots => bots === 0,
    );
    driver.ann.slash(driver.discord.channel, 'whoami');

    await eventually(
      () => heard.length,
      length => length === 1,
    );

    expect(heard.map(incoming => incoming.event)).toMatchObject([{ name: 'whoami' }]);
  });

  it('leaves no connection behind when it stops', async () => {
    await driver.platform.start(commands, listener);

    await driver.platform.stop();

    await eventually(
      () => driver.discord.connectedBots(),
      bots => bots === 0,
    );
  });

  it('completes options, with no more than Discord takes', async () => {
    await driver.platform.start(commands, listener);

    const asked = driver.ann.completes(driver.discord.channel, 'claude-login', 'server', 'al');

    const choices = await eventually(
      () => asked.choices,
      some => some !== undefined,
    );
    expect(choices).toHaveLength(25);
    expect(choices?.[0]).toBe('claude-login.server.al0');
  });

  it('asks the question of the paste button in a modal', async () => {
    await driver.platform.start(commands, listener);
    await driver.platform.send(driver.privateAddress, status);

    const press = pressPaste(driver);

    await eventually(
      () => press.modal,
      modal => modal !== undefined,
    );
    expect(modalOf(press)).toMatchObject({ title: ask.title, label: ask.label, placeholder: ask.example });
    expect(heard).toEqual([]);
  });

  it('asks in words of its own after a restart, in the person’s language', async () => {
    await driver.platform.send(driver.privateAddress, status);
    const { discord, ann } = driver;
    const restarted = another({ token: discord.token, apiUrl: discord.url, log: quiet, words });
    await restarted.start(commands, listener);
    ann.speaks('zh-CN');

    const press = pressPaste(driver);

    await eventually(
      () => press.modal,
      modal => modal !== undefined,
    );
    expect(modalOf(press)).toMatchObject({ title: words['zh-CN'].title, label: words['zh-CN'].label });
    ann.submit(press, 'code#state');
    await eventually(
      () => heard.length,
      length => length === 1,
    );
    expect(heard[0]?.event).toEqual({ kind: 'paste', action: 'paste:ali.1', text: 'code#state' });
  });

  it('pays no heed to what bots say, itself among them', async () => {
    await driver.platform.start(commands, listener);
    await driver.platform.send(driver.privateAddress, { text: ['I am the bot'] });

    driver.ann.writes('I am not');

    await eventually(
      () => heard.length,
      length => length === 1,
    );
    expect(heard.map(incoming => incoming.event)).toEqual([{ kind: 'text', text: 'I am not' }]);
  });

  it('writes no token, link or pasted text to its log', async () => {
    const lines: string[] = [];
    const log = pino({ level: 'trace' }, { write: line => void lines.push(line) });
    const { discord, ann } = driver;
    const platform = another({ token: discord.token, apiUrl: discord.url, log, words });
    await platform.start(commands, {
      receive: async incoming => {
        discord.expireAnswers();
        await incoming.answer({ text: ['link https://example.org/secret-link'] });
        await incoming.answer({ text: ['link https://example.org/secret-link'] });
      },
      complete: () => [],
    });
    discord.failNext('rate-limit');
    await platform.send(driver.privateAddress, { text: ['https://example.org/secret-link'], secret: true });
    const command = ann.slash(discord.channel, 'callback', { address: 'secret-code#secret-state' });

    await eventually(
      () => lines.join(''),
      text => text.includes('not handled'),
    );

    expect(lines.join('')).toContain('slow down');
    for (const secret of [discord.token, command.token, 'secret-link', 'secret-code', 'secret-state']) {
      expect(lines.join('')).not.toContain(secret);
    }
  });
});

function pressPaste(driver: DiscordDriver) {
  const message = driver.ann.sees(driver.ann.privateChat).at(-1);
  if (message === undefined) throw new Error('nothing to press');
  return driver.ann.press(message, 'Paste');
}
