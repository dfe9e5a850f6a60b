import type { Incoming, MessageRef } from '../../../../src/chat/platform';
import { ChatClosed, MessageGone } from '../../../../src/chat/platform';
import { eventually } from '../../eventually';
import { type DiscordDriver, openDiscordDriver } from '../discord.driver';
import { commands, seenText } from '../scene';

const THINKING = 128;

describe('answers on Discord', () => {
  let driver: DiscordDriver;
  let react: (incoming: Incoming) => Promise<void>;

  beforeEach(async () => {
    react = () => Promise.resolve();
    driver = await openDiscordDriver();
    await driver.platform.start(commands, { receive: incoming => react(incoming), complete: () => [] });
  });

  afterEach(async () => {
    await driver.platform.stop();
    const complaints = driver.complaints();
    await driver.close();
    expect(complaints).toEqual([]);
  });

  async function answered(): Promise<MessageRef> {
    const sent: MessageRef[] = [];
    react = async incoming => {
      sent.push(await incoming.answer({ text: ['Working'] }));
    };
    driver.ann.slash(driver.discord.channel, 'claude-login');
    await eventually(
      () => sent.length,
      length => length === 1,
    );
    const [ref] = sent;
    if (ref === undefined) throw new Error('not answered');
    return ref;
  }

  it('show that a slow command is being worked on, in time, and then replace that', async () => {
    const finish = pending();
    react = async incoming => {
      await finish.promise;
      await incoming.answer({ text: ['Ready'] });
    };

    const command = driver.ann.slash(driver.discord.channel, 'claude-login');

    const [thinking] = await eventually(
      () => driver.ann.sees(driver.discord.channel),
      messages => messages.length === 1,
    );
    expect(thinking?.flags).toBe(THINKING | 64);
    expect((command.acknowledgedAtMs ?? Infinity) - command.sentAtMs).toBeLessThan(2_500);
    finish.resolve();
    await eventually(
      () => seenText(driver, 'answer'),
      text => text === 'Ready',
    );
    expect(driver.ann.sees(driver.discord.channel)).toHaveLength(1);
  });

  it('let a slow button stop waiting, and come afterwards', async () => {
    const finish = pending();
    react = async incoming => {
      await finish.promise;
      await incoming.answer({ text: ['Cancelled'] });
    };
    await driver.platform.send(driver.sharedAddress, {
      text: ['Ready'],
      buttons: [[{ kind: 'action', label: 'Cancel', action: 'cancel:1' }]],
    });
    const [message] = driver.ann.sees(driver.discord.channel);
    if (message === undefined) throw new Error('nothing to press');

    const press = driver.ann.press(message, 'Cancel');

    await eventually(
      () => press.acknowledgedAtMs,
      at => at !== undefined,
    );
    finish.resolve();
    await eventually(
      () => seenText(driver, 'answer'),
      text => text === 'Cancelled',
    );
  });

  it('are not left thinking when the listener says nothing', async () => {
    const command = driver.ann.slash(driver.discord.channel, 'claude-login');

    await eventually(
      () => driver.discord.requests().at(-1)?.method,
      method => method === 'DELETE',
    );
    expect(command.acknowledgedAtMs).toBeDefined();
    await eventually(
      () => driver.ann.sees(driver.discord.channel).length,
      length => length === 0,
    );
  });

  it('take another message to the same person as long as their token lives', async () => {
    const ref = await answered();

    const second = await driver.platform.send(ref.address, { text: ['One more'] });

    expect(second.id).not.toBe(ref.id);
    expect(await seenText(driver, 'answer')).toBe('Working|One more');
    await driver.platform.edit(second, { text: ['The last'] });
    await driver.platform.remove(ref);
    expect(await seenText(driver, 'answer')).toBe('The last');
  });

  it('are gone after fifteen minutes', async () => {
    const ref = await answered();
    driver.discord.expireAnswers();

    const edit = driver.platform.edit(ref, { text: ['Over'] });
    const send = driver.platform.send(ref.address, { text: ['Over'] });

    await expect(edit).rejects.toBeInstanceOf(MessageGone);
    await expect(send).rejects.toBeInstanceOf(ChatClosed);
    await driver.platform.remove(ref);
  });

  it('in the private chat stay, whatever becomes of their token', async () => {
    const sent: MessageRef[] = [];
    react = async incoming => {
      sent.push(await incoming.answer({ text: ['Working'] }));
    };
    driver.ann.slash(driver.ann.privateChat, 'claude-login');
    const [ref] = await eventually(
      () => sent,
      refs => refs.length === 1,
    );
    driver.discord.expireAnswers();

    if (ref !== undefined) await driver.platform.edit(ref, { text: ['Over'] });

    expect(await seenText(driver, 'private')).toBe('Over');
  });

  it('are not doubled when Discord’s reply to them is lost', async () => {
    driver.discord.failNext('lost-answer');

    await answered();

    await eventually(
      () => seenText(driver, 'answer'),
      text => text === 'Working',
    );
  });
});

describe('messages on Discord', () => {
  let driver: DiscordDriver;

  beforeEach(async () => {
    driver = await openDiscordDriver();
  });

  afterEach(() => driver.close());

  it('are not doubled when Discord’s reply to them is lost', async () => {
    driver.discord.failNext('lost-answer');

    const ref = await driver.platform.send(driver.privateAddress, { text: ['Hello'] });

    expect(driver.ann.sees(driver.ann.privateChat).map(message => message.id)).toEqual([ref.id]);
  });

  it('to a channel the bot cannot see find it closed', async () => {
    const address = `discord:channel:${driver.discord.freshId()}` as const;

    const send = driver.platform.send(address, { text: ['Hello'] });

    await expect(send).rejects.toBeInstanceOf(ChatClosed);
  });
});

function pending(): { readonly promise: Promise<void>; resolve: () => void } {
  let resolve: () => void = () => undefined;
  const promise = new Promise<void>(done => {
    resolve = done;
  });
  return { promise, resolve: () => resolve() };
}
