import { REST } from 'discord.js';
import { openPretendDiscord, type PretendDiscord } from '../../../sandbox/chat/discord/pretend-discord';
import { publishCommands } from '../../../src/chat/discord/commands';
import { quiet } from './discord.driver';
import { commands } from './scene';

describe('the menu of commands on Discord', () => {
  let discord: PretendDiscord;
  let rest: REST;

  beforeEach(async () => {
    discord = await openPretendDiscord();
    rest = new REST({ api: discord.url, version: '10' }).setToken(discord.token);
  });

  afterEach(async () => {
    const violations = discord.violations();
    await discord.close();
    expect(violations).toEqual([]);
  });

  const publish = (named: readonly string[], joined: readonly string[] = [], menu = commands) =>
    publishCommands(rest, discord.applicationId, { named, joined }, menu, quiet);

  const puts = () => discord.requests().filter(request => request.method === 'PUT').length;

  it('is published for guilds and private chats, in both languages', async () => {
    await publish([]);

    expect(discord.menu()).toMatchObject([
      {
        name: 'claude-login',
        description: 'Log a Claude account in',
        description_localizations: { 'zh-CN': '登录 Claude 账号' },
        contexts: [0, 1],
        options: [{ name: 'server', autocomplete: true }],
      },
      { name: 'callback', options: [{ name: 'address', required: true }] },
      { name: 'whoami' },
    ]);
  });

  it('is left alone when it is as it should be', async () => {
    await publish([], [discord.guild]);

    await publish([], [discord.guild]);

    expect(puts()).toBe(1);
  });

  it('is replaced when anything of it changed', async () => {
    await publish([]);
    const changed = commands.map(command => ({
      ...command,
      description: { ...command.description, 'zh-CN': '新的说明' },
    }));

    await publish([], [], changed);

    expect(puts()).toBe(2);
    expect(discord.menu()).toMatchObject(
      changed.map(() => ({ description_localizations: { 'zh-CN': '新的说明' } })),
    );
  });

  it('offers the choices of an option in the words of each language, and is left alone with them too', async () => {
    const name = { en: 'picture', 'zh-CN': '图片' };
    const view = { name: 'view', description: name, required: false, choices: [{ word: 'picture', name }] };
    const menu = [{ name: 'accounts', description: name, options: [view] }];

    await publish([discord.guild], [], menu);
    await publish([discord.guild], [], menu);

    expect(discord.menu(discord.guild)[0]?.options).toMatchObject([
      {
        name: 'view',
        choices: [{ name: 'picture', name_localizations: { 'zh-CN': '图片' }, value: 'picture' }],
      },
    ]);
    expect(puts()).toBe(2);
  });

  it('has an option for each file that a command takes, and is left alone with them too', async () => {
    const name = { en: 'server', 'zh-CN': '服务器' };
    const server = { name: 'server', description: name, required: false };
    const menu = [{ name: 'import', description: name, options: [server], mostFiles: 3 }];

    await publish([], [], menu);
    await publish([], [], menu);

    expect(discord.menu()[0]?.options).toMatchObject([
      { name: 'server', type: 3 },
      { name: 'file', type: 11, description: 'A file', description_localizations: { 'zh-CN': '文件' } },
      { name: 'file2', type: 11 },
      { name: 'file3', type: 11 },
    ]);
    expect(puts()).toBe(1);
  });

  it('shows every command once where guilds have menus of their own', async () => {
    await publish([discord.guild], [discord.guild]);

    expect(discord.menu(discord.guild).map(command => command.name)).toEqual(commands.map(one => one.name));
    expect(discord.menu().map(command => command.contexts)).toEqual(commands.map(() => [1]));
    await publish([discord.guild], [discord.guild]);
    expect(puts()).toBe(2);
  });

  it('of a guild that is no longer named is taken away', async () => {
    await publish([discord.guild], [discord.guild]);

    await publish([], [discord.guild]);

    expect(discord.menu(discord.guild)).toEqual([]);
    expect(discord.menu().map(command => command.contexts)).toEqual(commands.map(() => [0, 1]));
  });

  it('of a guild the bot is not in does not keep the others from being published', async () => {
    await publish([discord.freshId(), discord.guild]);

    expect(discord.menu(discord.guild)).toHaveLength(commands.length);
    expect(discord.menu()).toHaveLength(commands.length);
  });
});
