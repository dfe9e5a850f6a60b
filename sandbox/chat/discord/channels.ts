import { z } from 'zod';
import { type Answer, malformed, noContent, refusal } from './answers';
import type { Gateway } from './gateway';
import { channelPayload, messageEvent, messagePayload } from './payloads';
import { brokenRules } from './rules';
import type { Schemas } from './schemas';
import { closedThread, isAsleep, wake } from './threads';
import { brokenUploads, filesAfter, type Upload } from './uploads';
import type { StoredMessage, World } from './world';
import { privateChatOf } from './world';

export const messageFields = z.object({
  content: z.string().nullish(),
  components: z.array(z.unknown()).nullish(),
  flags: z.number().optional(),
  nonce: z.string().optional(),
  enforce_nonce: z.boolean().optional(),
});

/** `POST /users/@me/channels` */
export function openChannel(world: World, schemas: Schemas, body: unknown): Answer {
  const problems = schemas.privateChannel(body);
  const parsed = z.object({ recipient_id: z.string() }).safeParse(body);
  if (problems.length > 0 || !parsed.success) return malformed(problems);
  const { recipient_id: user } = parsed.data;
  if (!world.users.has(user)) return refusal(10013);
  return { status: 200, body: channelPayload(world, privateChatOf(world, user)) };
}

/** `POST /channels/{id}/messages` */
export function createMessage(
  world: World,
  schemas: Schemas,
  gateway: Gateway,
  channel: string,
  body: unknown,
  files: readonly Upload[],
): Answer {
  const problems = [...schemas.messageCreate(body), ...brokenRules(body), ...brokenUploads(body, files)];
  if (problems.length > 0) return malformed(problems);
  const owner = world.privateChats.get(channel);
  const closed = closedChannel(world, channel) ?? closedThread(world, channel);
  if (closed !== undefined) return closed;
  if (owner !== undefined && world.users.get(owner)?.closed === true) return refusal(50007);
  const { content, components, flags, nonce, enforce_nonce: once } = messageFields.parse(body);
  if ((content ?? '').trim() === '') return refusal(50006);
  const twin = world.messages.find(one => once === true && one.nonce === nonce && one.channel === channel);
  if (twin !== undefined) return { status: 200, body: messagePayload(world, twin) };
  const message: StoredMessage = {
    id: world.id(),
    channel,
    author: world.botId,
    content: (content ?? '').trim(),
    components: components ?? [],
    flags: flags ?? 0,
    files: filesAfter(body, files, [], () => world.id()),
    ...(nonce === undefined ? {} : { nonce }),
  };
  world.messages.push(message);
  wake(world, channel);
  if (owner !== undefined) gateway.dispatch('MESSAGE_CREATE', messageEvent(world, message));
  return { status: 200, body: messagePayload(world, message) };
}

/** `PATCH` and `DELETE /channels/{id}/messages/{id}` */
export function changeMessage(
  world: World,
  schemas: Schemas,
  method: string,
  channel: string,
  id: string,
  body: unknown,
  files: readonly Upload[],
): Answer {
  const closed = closedChannel(world, channel);
  if (closed !== undefined) return closed;
  const message = world.messages.find(
    one => one.id === id && one.channel === channel && one.only === undefined,
  );
  if (message === undefined) return refusal(10008);
  if (message.author !== world.botId) return refusal(method === 'DELETE' ? 50001 : 50005);
  if (isAsleep(world, channel)) return refusal(50083);
  if (method === 'DELETE') return removeMessage(world, message);
  const problems = [
    ...schemas.messageEdit(body),
    ...brokenRules(body),
    ...brokenUploads(body, files, message.files),
  ];
  if (problems.length > 0) return malformed(problems);
  return applyEdit(world, message, body, files);
}

/** There is no such channel, or the bot may not see it. */
function closedChannel(world: World, channel: string): Answer | undefined {
  if (world.barred.has(channel)) return refusal(50001);
  const exists =
    world.privateChats.has(channel) || world.threads.has(channel) || channel === world.guild.channel;
  return exists ? undefined : refusal(10003);
}

export function removeMessage(world: World, message: StoredMessage): Answer {
  world.messages.splice(world.messages.indexOf(message), 1);
  return noContent;
}

export function applyEdit(
  world: World,
  message: StoredMessage,
  body: unknown,
  files: readonly Upload[],
): Answer {
  const { content, components, flags } = messageFields.parse(body);
  if (content?.trim() === '') return refusal(50006);
  if (content !== undefined && content !== null) message.content = content.trim();
  if (components !== undefined && components !== null) message.components = components;
  message.files = filesAfter(body, files, message.files, () => world.id());
  // Of the flags, an edit can change only whether embeds are shown; a message is no longer "thinking" after it.
  message.flags = (message.flags & 64) | ((flags ?? message.flags) & 4);
  return { status: 200, body: messagePayload(world, message) };
}
