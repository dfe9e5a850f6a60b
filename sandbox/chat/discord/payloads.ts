import { cdnUrl } from './cdn';
import type { StoredFile, StoredInteraction, StoredMessage, User, World } from './world';

const TEXT_CHANNEL = 0;
const PRIVATE_CHANNEL = 1;

/** Objects as Discord's API and gateway show them. */
export function userPayload(world: World, id: string) {
  const name = id === world.botId ? 'chatops' : (world.users.get(id)?.name ?? 'nobody');
  return {
    id,
    username: name.toLowerCase(),
    global_name: name,
    discriminator: '0',
    avatar: null,
    bot: id === world.botId,
    flags: 0,
    public_flags: 0,
    primary_guild: null,
  };
}

export function messagePayload(world: World, message: StoredMessage) {
  return {
    id: message.id,
    type: 0,
    channel_id: message.channel,
    author: userPayload(world, message.author),
    content: message.content,
    components: message.components.map((row, index) => numbered(row, index * 10 + 1)),
    flags: message.flags,
    timestamp: new Date().toISOString(),
    edited_timestamp: null,
    mentions: [],
    mention_roles: [],
    mention_everyone: false,
    attachments: message.files.map(file => attachmentPayload(world, message.channel, file)),
    embeds: [],
    pinned: false,
    tts: false,
    ...(message.nonce === undefined ? {} : { nonce: message.nonce }),
  };
}

export function attachmentPayload(world: World, channel: string, file: StoredFile) {
  const { id, name, contentType, description, title, isEphemeral, bytes } = file;
  const url = cdnUrl(world, channel, file);
  return {
    id,
    filename: name,
    size: bytes.length,
    url,
    proxy_url: url,
    content_type: contentType,
    ...(description !== undefined && { description }),
    ...(title !== undefined && { title }),
    ...(isEphemeral === true && { ephemeral: true }),
    // A PNG says its size at a fixed place.
    ...(contentType === 'image/png' && { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) }),
  };
}

/** Discord numbers every component of a message. */
function numbered(component: unknown, id: number): unknown {
  if (typeof component !== 'object' || component === null) return component;
  const inner: unknown = Reflect.get(component, 'components');
  return {
    id,
    ...component,
    ...(Array.isArray(inner) ? { components: inner.map((one, index) => numbered(one, id + index + 1)) } : {}),
  };
}

/** A message as the gateway tells of it: with the kind of place it was written in. */
export function messageEvent(world: World, message: StoredMessage) {
  const isPrivate = world.privateChats.has(message.channel);
  const place = isPrivate
    ? { channel_type: PRIVATE_CHANNEL }
    : { channel_type: TEXT_CHANNEL, guild_id: world.guild.id };
  return { ...messagePayload(world, message), ...place };
}

export function channelPayload(world: World, channel: string) {
  const owner = world.privateChats.get(channel);
  if (owner === undefined) {
    return { id: channel, type: TEXT_CHANNEL, guild_id: world.guild.id, name: 'ops', position: 0, flags: 0 };
  }
  return { id: channel, type: PRIVATE_CHANNEL, flags: 0, recipients: [userPayload(world, owner)] };
}

export function guildPayload(world: World) {
  const role = (id: string, name: string) => ({
    id,
    name,
    color: 0,
    colors: { primary_color: 0 },
    hoist: false,
    position: 0,
    permissions: '0',
    managed: false,
    mentionable: false,
    flags: 0,
  });
  return {
    id: world.guild.id,
    name: 'A guild',
    owner_id: world.guild.id,
    roles: [role(world.guild.id, '@everyone'), ...world.guild.roles.map(id => role(id, `role ${id}`))],
    channels: [channelPayload(world, world.guild.channel)],
    members: [],
    emojis: [],
    stickers: [],
    features: [],
    threads: [],
    voice_states: [],
    presences: [],
    stage_instances: [],
    guild_scheduled_events: [],
    soundboard_sounds: [],
    member_count: 1,
    unavailable: false,
    preferred_locale: 'en-US',
    joined_at: new Date().toISOString(),
    large: false,
  };
}

const INTERACTION_TYPES = { command: 2, press: 3, completion: 4, modal: 5 } as const;

export function interactionPayload(
  world: World,
  interaction: StoredInteraction,
  user: User,
  data: object,
  message: StoredMessage | undefined,
) {
  const who = interaction.isPrivate
    ? { user: userPayload(world, user.id), context: 1 }
    : { member: memberPayload(world, user), guild_id: world.guild.id, guild_locale: 'en-US', context: 0 };
  return {
    id: interaction.id,
    application_id: world.applicationId,
    type: INTERACTION_TYPES[interaction.kind],
    version: 1,
    token: interaction.token,
    locale: user.locale,
    channel_id: interaction.channel,
    channel: channelPayload(world, interaction.channel),
    app_permissions: '0',
    attachment_size_limit: 10_485_760,
    entitlements: [],
    authorizing_integration_owners: { 0: interaction.isPrivate ? '0' : world.guild.id },
    data,
    ...(message === undefined ? {} : { message: messagePayload(world, message) }),
    ...who,
  };
}

function memberPayload(world: World, user: User) {
  return {
    user: userPayload(world, user.id),
    roles: user.roles,
    nick: null,
    avatar: null,
    joined_at: new Date().toISOString(),
    deaf: false,
    mute: false,
    flags: 0,
    permissions: '0',
  };
}
