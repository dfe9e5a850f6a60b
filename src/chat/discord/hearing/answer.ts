import type { REST, RequestData } from 'discord.js';
import { InteractionResponseType, MessageFlags, Routes } from 'discord.js';
import { z } from 'zod';
import type { Message, MessageRef } from '../../platform';
import { answerAddress, channelAddress } from '../addresses';
import { bodyOf } from '../speaking/body';
import { filesOf } from '../speaking/files';
import { asked, isAlreadyAcknowledged, sendFailure } from '../failures';
import { inTurn } from '../in-turn';
import { edit, remove, send } from '../speaking/mail';

/** Discord gives three seconds for the first response; half is left for the way there. */
const SIGN_OF_LIFE_MS = 1_500;

/** What Discord sent and waits for a response to. */
export interface Question {
  readonly id: string;
  readonly token: string;
  readonly application: string;
  readonly channel: string;
  /** Given in the private chat, where an answer is an ordinary message that stays. */
  readonly isPrivate: boolean;
  /** A command shows "thinking" while it waits; a button or a modal just stops waiting. */
  readonly isCommand: boolean;
}

/** The ways to respond to one question, in order and each once, however the listener goes about it. */
export interface Answering {
  /** Sends the first time, edits from then on. Throws ChatClosed when the question has run out. */
  answer(message: Message): Promise<MessageRef>;
  /** The listener is through: a question it left unanswered stops waiting. */
  settle(): Promise<void>;
  /** No sign of life will be given any more. */
  abandon(): void;
}

const withMessage = z.object({ resource: z.object({ message: z.object({ id: z.string() }) }) });
const created = z.object({ id: z.string() });

/** `troubled` hears of a sign of life that could not be given. */
export function answering(rest: REST, question: Question, troubled: (error: unknown) => void): Answering {
  const own = answerAddress(question.application, question.token);
  const flags = question.isPrivate ? 0 : MessageFlags.Ephemeral;
  let state: 'unheard' | 'thinking' | 'heard' = 'unheard';
  let shown: MessageRef | undefined;
  const orderly = inTurn();

  const timer = setTimeout(() => void orderly(giveSignOfLife).catch(troubled), SIGN_OF_LIFE_MS);

  async function respond(body: object, more: Pick<RequestData, 'query' | 'files'> = {}): Promise<unknown> {
    clearTimeout(timer);
    const route = Routes.interactionCallback(question.id, question.token);
    return asked(rest.post(route, { body, ...more, auth: false }));
  }

  async function giveSignOfLife(): Promise<void> {
    if (state !== 'unheard') return;
    if (question.isCommand) {
      await respond({ type: InteractionResponseType.DeferredChannelMessageWithSource, data: { flags } });
      state = 'thinking';
    } else {
      await respond({ type: InteractionResponseType.DeferredMessageUpdate });
      state = 'heard';
    }
  }

  async function show(content: Message): Promise<MessageRef> {
    if (shown !== undefined) {
      await edit(rest, shown, content);
      return shown;
    }
    if (state === 'heard')
      return send(rest, question.isPrivate ? channelAddress(question.channel) : own, content);
    if (state === 'thinking') return replace(content);
    return reply(content);
  }

  async function reply(content: Message): Promise<MessageRef> {
    const type = InteractionResponseType.ChannelMessageWithSource;
    const data = bodyOf(content, { ephemeral: !question.isPrivate });
    try {
      // Only what shall outlive the token needs an id of its own; asking for it makes Discord's answer long.
      const query = new URLSearchParams(question.isPrivate ? { with_response: 'true' } : {});
      const answer = await respond({ type, data }, { query, ...filesOf(content) });
      state = 'heard';
      if (!question.isPrivate) return { address: own, id: '@original' };
      return refOf(withMessage.parse(answer).resource.message.id);
    } catch (error) {
      // An earlier try got through although its answer was lost.
      if (isAlreadyAcknowledged(error)) return replace(content);
      throw sendFailure(error);
    }
  }

  async function replace(content: Message): Promise<MessageRef> {
    const route = Routes.webhookMessage(question.application, question.token);
    try {
      const request = { body: bodyOf(content), ...filesOf(content), auth: false };
      const answer = await asked(rest.patch(route, request));
      state = 'heard';
      return refOf(created.parse(answer).id);
    } catch (error) {
      throw sendFailure(error);
    }
  }

  function refOf(id: string): MessageRef {
    return question.isPrivate ? { address: channelAddress(question.channel), id } : { address: own, id };
  }

  return {
    answer: content =>
      orderly(async () => {
        shown = await show(content);
        return shown;
      }),
    settle: () =>
      orderly(async () => {
        if (shown !== undefined) return;
        await giveSignOfLife();
        if (state !== 'thinking') return;
        await remove(rest, { address: own, id: '@original' });
        state = 'heard';
      }),
    abandon: () => clearTimeout(timer),
  };
}
