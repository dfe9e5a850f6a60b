import { ChatClosed, MessageGone, type Message } from '../../../src/chat/platform';
import { type DiscordDriver, openDiscordDriver } from './discord.driver';

const alert: Message = { text: ['ali is down'] };

describe('places for alerts on Discord', () => {
  let driver: DiscordDriver;

  beforeEach(async () => {
    driver = await openDiscordDriver();
  });

  afterEach(async () => {
    const complaints = driver.complaints();
    await driver.close();
    expect(complaints).toEqual([]);
  });

  const textsIn = (channel: string) => driver.ann.sees(channel).map(message => message.content);

  function thread() {
    const id = driver.discord.openThread();
    return { id, address: `discord:channel:${id}` as const };
  }

  it('may be threads, where messages are sent, edited and removed', async () => {
    const { id, address } = thread();

    const ref = await driver.platform.send(address, alert);
    await driver.platform.edit(ref, { text: ['ali is back'] });

    expect(textsIn(id)).toEqual(['ali is back']);
    await driver.platform.remove(ref);
    expect(textsIn(id)).toEqual([]);
  });

  it('may be a thread that fell asleep, which the next message wakes', async () => {
    const { id, address } = thread();
    driver.discord.archive(id);

    await driver.platform.send(address, alert);

    expect(textsIn(id)).toEqual(['ali is down']);
  });

  it('are woken for the edit or the removal of a message', async () => {
    const { id, address } = thread();
    const ref = await driver.platform.send(address, alert);
    driver.discord.archive(id);

    await driver.platform.edit(ref, { text: ['ali is back'] });

    expect(textsIn(id)).toEqual(['ali is back']);
    driver.discord.archive(id);
    await driver.platform.remove(ref);
    expect(textsIn(id)).toEqual([]);
  });

  it('are closed once somebody locked the thread', async () => {
    const { id, address } = thread();
    const ref = await driver.platform.send(address, alert);
    driver.discord.archive(id, true);

    const send = driver.platform.send(address, alert);
    const edit = driver.platform.edit(ref, { text: ['ali is back'] });

    await expect(send).rejects.toBeInstanceOf(ChatClosed);
    await expect(edit).rejects.toBeInstanceOf(MessageGone);
  });

  it('are closed once the bot was taken out of the channel', async () => {
    const ref = await driver.platform.send(driver.sharedAddress, alert);
    driver.discord.bar(driver.discord.channel);

    const send = driver.platform.send(driver.sharedAddress, alert);
    const edit = driver.platform.edit(ref, { text: ['ali is back'] });

    await expect(send).rejects.toBeInstanceOf(ChatClosed);
    await expect(edit).rejects.toBeInstanceOf(MessageGone);
  });

  it('are not taken for closed when Discord fails again and again', async () => {
    for (let time = 0; time < 4; time += 1) driver.failNext('server-error');

    const failure: unknown = await driver.platform
      .send(driver.sharedAddress, alert)
      .catch((error: unknown) => error);

    expect(failure).toMatchObject({ name: 'DiscordFault' });
    await driver.platform.send(driver.sharedAddress, alert);
    expect(textsIn(driver.discord.channel)).toEqual(['ali is down']);
  });
});
