import type { Schema } from 'discord-api-spec/zod';

/** Says what is wrong with a request's body, one sentence each; empty when nothing is. */
export type Check = (body: unknown) => readonly string[];

export interface Schemas {
  readonly messageCreate: Check;
  readonly messageEdit: Check;
  readonly followUp: Check;
  readonly answerEdit: Check;
  readonly reply: Check;
  readonly update: Check;
  readonly completions: Check;
  readonly modal: Check;
  readonly command: Check;
  readonly privateChannel: Check;
}

/** The schemas Discord publishes of its API, with fields they do not know counted as wrong. */
export async function loadSchemas(): Promise<Schemas> {
  // The package is ESM alone and this program is CommonJS.
  const spec = await import('discord-api-spec/zod');
  return {
    messageCreate: checkOf(spec.MessageCreateRequestSchema),
    messageEdit: checkOf(spec.MessageEditRequestPartialSchema),
    followUp: checkOf(spec.IncomingWebhookRequestPartialSchema),
    answerEdit: checkOf(spec.IncomingWebhookUpdateRequestPartialSchema),
    reply: checkOf(spec.CreateMessageInteractionCallbackRequestSchema),
    update: checkOf(spec.UpdateMessageInteractionCallbackRequestSchema),
    completions: checkOf(spec.ApplicationCommandAutocompleteCallbackRequestSchema),
    modal: checkOf(spec.ModalInteractionCallbackRequestSchema),
    command: checkOf(spec.ApplicationCommandUpdateRequestSchema),
    privateChannel: checkOf(spec.CreatePrivateChannelRequestSchema),
  };
}

function checkOf(schema: Schema): Check {
  return body => {
    const result = schema.safeParse(body);
    if (result.success) return unknownFields(body, result.data, 'body');
    return result.error.issues.map(issue => `${issue.path.map(String).join('.')}: ${issue.message}`);
  };
}

/** A schema leaves out what it does not know; whatever is missing afterwards should not have been sent. */
function unknownFields(sent: unknown, known: unknown, path: string): readonly string[] {
  if (typeof sent !== 'object' || sent === null) return [];
  return Object.entries(sent).flatMap(([key, value]) => {
    const place = `${path}.${key}`;
    const counterpart: unknown =
      typeof known === 'object' && known !== null ? Reflect.get(known, key) : undefined;
    if (value !== undefined && counterpart === undefined) return [`${place}: unknown field`];
    return unknownFields(value, counterpart, place);
  });
}
