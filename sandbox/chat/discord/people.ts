import { randomBytes } from 'node:crypto';
import { parse } from 'node:path';
import { buttonsOf, modalOf } from './components';
import type { Gateway } from './gateway';
import { attachmentPayload, interactionPayload, messageEvent } from './payloads';
import type { PublishedCommand, StoredFile, StoredInteraction, StoredMessage, User, World } from './world';
import { nowMs, privateChatOf } from './world';

const ATTACHMENT = 11;

/** Somebody in front of Discord; each action goes to the bot as Discord sends it. */
export interface PretendPerson {
  readonly id: string;
  readonly privateChat: string;
  /** A slash command. Discord's client sends no command that is not in the place's menu. */
  slash(
    channel: string,
    name: string,
    options?: Readonly<Record<string, string>>,
    /** Go into the command's options for files, in their order. */
    files?: readonly SentFile[],
  ): StoredInteraction;
  /** What the bot is asked while the person types an option; its `choices` are the completions. */
  completes(channel: string, name: string, option: string, typed: string): StoredInteraction;
  press(message: StoredMessage, label: string): StoredInteraction;
  /** Fills in the modal that was the response to a press. */
  submit(press: StoredInteraction, text: string): StoredInteraction;
  /** Plain words and files, to the bot or (in the guild's channel) to each other. */
  writes(text: string, channel?: string, files?: readonly SentFile[]): StoredMessage;
  /** Deletes a message of their own. */
  deletes(message: StoredMessage): void;
  speaks(locale: string): void;
  closesPrivateChat(): void;
  /** What they see in a channel: everybody's messages and their own ephemeral ones, oldest first. */
  sees(channel: string): readonly StoredMessage[];
}

export interface SentFile {
  readonly name: string;
  readonly bytes: Buffer;
}

export function createPerson(
  world: World,
  gateway: Gateway,
  options: { readonly name: string; readonly roles: readonly string[] },
): PretendPerson {
  const user: User = { id: world.id(), ...options, locale: 'en-US', closed: false };
  world.users.set(user.id, user);
  world.guild.roles.push(...options.roles.filter(role => !world.guild.roles.includes(role)));
  const privateChat = privateChatOf(world, user.id);

  function interact(
    kind: StoredInteraction['kind'],
    channel: string,
    data: object,
    more: { readonly message?: StoredMessage | undefined; readonly files?: readonly StoredFile[] } = {},
  ): StoredInteraction {
    const { message, files = [] } = more;
    const interaction: StoredInteraction = {
      id: world.id(),
      token: randomBytes(80).toString('base64url'),
      kind,
      user: user.id,
      channel,
      isPrivate: channel === privateChat,
      files,
      sentAtMs: nowMs(),
      expired: false,
    };
    world.interactions.set(interaction.token, interaction);
    gateway.dispatch('INTERACTION_CREATE', interactionPayload(world, interaction, user, data, message));
    return interaction;
  }

  /** Discord takes only letters, digits, dots, lines and dashes in a name, and keeps the real one as a title. */
  function stored({ name, bytes }: SentFile, isEphemeral = false): StoredFile {
    const plain = name.replaceAll(' ', '_').replace(/[^\w.-]/g, '');
    return {
      id: world.id(),
      name: plain,
      contentType: name.endsWith('.json') ? 'application/json; charset=utf-8' : 'application/octet-stream',
      bytes,
      ...(plain !== name && { title: parse(name).name }),
      ...(isEphemeral && { isEphemeral }),
    };
  }

  function menuEntry(channel: string, name: string): PublishedCommand {
    const inPrivate = channel === privateChat;
    const global = (world.menus.get('global') ?? []).filter(
      one => one.contexts?.includes(inPrivate ? 1 : 0) !== false,
    );
    const own = inPrivate ? [] : (world.menus.get(world.guild.id) ?? []);
    const found = [...global, ...own].filter(command => command.name === name);
    const [entry] = found;
    if (entry !== undefined && found.length === 1) return entry;
    throw new Error(`/${name} is in the menu ${found.length} times`);
  }

  return {
    id: user.id,
    privateChat,
    slash: (channel, name, given = {}, sent = []) => {
      const entry = menuEntry(channel, name);
      const takers = (entry.options ?? []).filter(option => option.type === ATTACHMENT);
      if (sent.length > takers.length) throw new Error(`/${name} takes ${takers.length} files`);
      const files = sent.map(file => stored(file, true));
      const options = [
        ...Object.entries(given).map(([option, value]) => ({ name: option, type: 3, value })),
        ...files.map(({ id }, at) => ({ name: takers[at]?.name, type: ATTACHMENT, value: id })),
      ];
      const attachments = files.map(file => [file.id, attachmentPayload(world, channel, file)] as const);
      const resolved =
        files.length === 0 ? {} : { resolved: { attachments: Object.fromEntries(attachments) } };
      return interact('command', channel, { id: world.id(), name, type: 1, options, ...resolved }, { files });
    },
    completes: (channel, name, option, typed) => {
      const options = [{ name: option, type: 3, value: typed, focused: true }];
      return interact('completion', channel, { id: world.id(), name, type: 1, options });
    },
    press: (message, label) => {
      const button = buttonsOf(message).find(one => one.label === label);
      if (button?.customId === undefined) throw new Error(`no button to press: ${label}`);
      return interact(
        'press',
        message.channel,
        { component_type: 2, custom_id: button.customId },
        { message },
      );
    },
    submit: (press, text) => {
      const modal = modalOf(press);
      const field = { type: 18, id: 1, component: { type: 4, id: 2, custom_id: modal.field, value: text } };
      const message = world.messages.find(one => one.channel === press.channel && one.author === world.botId);
      return interact(
        'modal',
        press.channel,
        { custom_id: modal.customId, components: [field] },
        { message },
      );
    },
    writes: (text, channel = privateChat, files = []) => {
      const message: StoredMessage = {
        id: world.id(),
        channel,
        author: user.id,
        content: text,
        components: [],
        flags: 0,
        files: files.map(file => stored(file)),
      };
      world.messages.push(message);
      gateway.dispatch('MESSAGE_CREATE', messageEvent(world, message));
      return message;
    },
    deletes: message => {
      if (message.author !== user.id) throw new Error('people delete only what they wrote');
      world.messages.splice(world.messages.indexOf(message), 1);
    },
    speaks: locale => {
      user.locale = locale;
    },
    closesPrivateChat: () => {
      user.closed = true;
    },
    sees: channel =>
      world.messages.filter(
        one => one.channel === channel && (one.only === undefined || one.only === user.id),
      ),
  };
}
