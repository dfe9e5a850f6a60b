import { z } from 'zod';
import { type Answer, malformed, noContent, refusal } from './answers';
import { applyEdit, messageFields, removeMessage } from './channels';
import { messagePayload } from './payloads';
import { brokenRules } from './rules';
import type { Schemas } from './schemas';
import { brokenUploads, filesAfter, type Upload } from './uploads';
import type { StoredInteraction, StoredMessage, World } from './world';
import { nowMs } from './world';

const FIRST_RESPONSE_MS = 3_000;
const TOKEN_MS = 15 * 60_000;
const EPHEMERAL = 64;
const LOADING = 128;

const callback = z.object({ type: z.number(), data: z.unknown().optional() });

/** `POST /interactions/{id}/{token}/callback` */
export function respondTo(
  world: World,
  schemas: Schemas,
  id: string,
  token: string,
  withResponse: boolean,
  body: unknown,
  files: readonly Upload[],
): Answer {
  const interaction = world.interactions.get(token);
  if (interaction?.id !== id || nowMs() - interaction.sentAtMs > FIRST_RESPONSE_MS) return refusal(10062);
  if (interaction.acknowledgedAtMs !== undefined) return refusal(40060);
  const parsed = callback.safeParse(body);
  if (!parsed.success) return malformed(['type: Required']);
  const { type, data } = parsed.data;
  const problems = [...problemsOf(schemas, interaction, type, body, data), ...brokenUploads(data, files)];
  if (problems.length > 0) return malformed(problems);
  interaction.acknowledgedAtMs = nowMs();
  if (type === 8) interaction.choices = choicesOf(data);
  if (type === 9) interaction.modal = data;
  const message =
    type === 4 || type === 5
      ? answerMessage(world, interaction, data, files, type === 5 ? LOADING : 0)
      : undefined;
  if (message !== undefined) interaction.original = message.id;
  return withResponse ? callbackAnswer(world, interaction, type, message) : noContent;
}

function problemsOf(
  schemas: Schemas,
  interaction: StoredInteraction,
  type: number,
  body: unknown,
  data: unknown,
): readonly string[] {
  const isCompletion = interaction.kind === 'completion';
  if (isCompletion !== (type === 8)) return ['type: not a response to this interaction'];
  switch (type) {
    case 4:
      return [...schemas.reply(body), ...brokenRules(data)];
    case 5:
      return schemas.reply(body);
    case 6:
      return interaction.kind === 'command' ? ['type: there is no message to update'] : schemas.update(body);
    case 8:
      return schemas.completions(body);
    case 9:
      return interaction.kind === 'modal' ? ['type: a modal cannot follow a modal'] : schemas.modal(body);
    default:
      return [`type: ${type} is not expected of this bot`];
  }
}

function choicesOf(data: unknown): readonly string[] {
  return z
    .object({ choices: z.array(z.object({ value: z.string() })) })
    .parse(data)
    .choices.map(one => one.value);
}

function callbackAnswer(
  world: World,
  interaction: StoredInteraction,
  type: number,
  message: StoredMessage | undefined,
): Answer {
  const resource =
    message === undefined ? {} : { resource: { type, message: messagePayload(world, message) } };
  return { status: 200, body: { interaction: { id: interaction.id, type: 2 }, ...resource } };
}

function answerMessage(
  world: World,
  interaction: StoredInteraction,
  data: unknown,
  files: readonly Upload[],
  extra: number,
): StoredMessage {
  const { content, components, flags } = messageFields.parse(data ?? {});
  const message: StoredMessage = {
    id: world.id(),
    channel: interaction.channel,
    author: world.botId,
    answers: interaction.token,
    content: (content ?? '').trim(),
    components: components ?? [],
    flags: (flags ?? 0) | extra,
    files: filesAfter(data, files, [], () => world.id()),
    ...(((flags ?? 0) & EPHEMERAL) === 0 ? {} : { only: interaction.user }),
  };
  world.messages.push(message);
  return message;
}

/** `POST /webhooks/{application}/{token}`: one more message after the first response. */
export function followUp(
  world: World,
  schemas: Schemas,
  token: string,
  body: unknown,
  files: readonly Upload[],
): Answer {
  const interaction = living(world, token);
  if (interaction === undefined) return refusal(50027);
  if (interaction.acknowledgedAtMs === undefined) return refusal(10015);
  const problems = [...schemas.followUp(body), ...brokenRules(body), ...brokenUploads(body, files)];
  if (problems.length > 0) return malformed(problems);
  return { status: 200, body: messagePayload(world, answerMessage(world, interaction, body, files, 0)) };
}

/** `PATCH` and `DELETE /webhooks/{application}/{token}/messages/{id}` */
export function changeAnswer(
  world: World,
  schemas: Schemas,
  method: string,
  token: string,
  id: string,
  body: unknown,
  files: readonly Upload[],
): Answer {
  const interaction = living(world, token);
  if (interaction === undefined) return refusal(50027);
  if (interaction.acknowledgedAtMs === undefined) return refusal(10015);
  const wanted = id === '@original' ? interaction.original : id;
  const message = world.messages.find(one => one.id === wanted && one.answers === token);
  if (message === undefined) return refusal(10008);
  if (method === 'DELETE') return removeMessage(world, message);
  const problems = [
    ...schemas.answerEdit(body),
    ...brokenRules(body),
    ...brokenUploads(body, files, message.files),
  ];
  if (problems.length > 0) return malformed(problems);
  return applyEdit(world, message, body, files);
}

function living(world: World, token: string): StoredInteraction | undefined {
  const interaction = world.interactions.get(token);
  if (interaction === undefined || interaction.expired) return undefined;
  return nowMs() - interaction.sentAtMs > TOKEN_MS ? undefined : interaction;
}

/** Interactions that were not responded to in time, as sentences. */
export function neverAcknowledged(world: World): readonly string[] {
  return [...world.interactions.values()]
    .filter(one => (one.acknowledgedAtMs ?? nowMs()) - one.sentAtMs > FIRST_RESPONSE_MS)
    .map(one => `a ${one.kind} had no response within three seconds`);
}
