import { DiscordAPIError, RESTJSONErrorCodes } from 'discord.js';
import { messageOf } from '../../errors';
import { ChatClosed, MessageGone } from '../platform';

/** The bot may not write there: the chat is closed, the channel gone or barred, the answer's token over. */
const CLOSED: readonly unknown[] = [
  RESTJSONErrorCodes.CannotSendMessagesToThisUser,
  RESTJSONErrorCodes.UnknownChannel,
  RESTJSONErrorCodes.UnknownUser,
  RESTJSONErrorCodes.MissingAccess,
  RESTJSONErrorCodes.MissingPermissions,
  RESTJSONErrorCodes.UnknownWebhook,
  RESTJSONErrorCodes.InvalidWebhookToken,
  RESTJSONErrorCodes.UnknownInteraction,
  RESTJSONErrorCodes.ThreadLocked,
  RESTJSONErrorCodes.InvalidActionOnArchivedThread,
];

/** There is nothing left to edit, or the bot may no longer do so: the channel is barred, the thread locked. */
const GONE: readonly unknown[] = [
  RESTJSONErrorCodes.UnknownMessage,
  RESTJSONErrorCodes.UnknownChannel,
  RESTJSONErrorCodes.UnknownWebhook,
  RESTJSONErrorCodes.InvalidWebhookToken,
  RESTJSONErrorCodes.CannotEditMessageAuthoredByAnotherUser,
  RESTJSONErrorCodes.MissingAccess,
  RESTJSONErrorCodes.MissingPermissions,
  RESTJSONErrorCodes.ThreadLocked,
  RESTJSONErrorCodes.InvalidActionOnArchivedThread,
];

/**
 * What Discord or the way to it answered. Made afresh from the library's error, which carries addresses with
 * tokens in them and the text that was sent.
 */
export class DiscordFault extends Error {
  override readonly name = 'DiscordFault';
  /** Discord's own number (`50007`), where it gave one. */
  readonly code: unknown;

  constructor(error: unknown) {
    super(
      error instanceof DiscordAPIError
        ? `Discord refused with ${error.code}: ${error.message}`
        : messageOf(error),
    );
    this.code = error instanceof DiscordAPIError ? error.code : undefined;
  }
}

/** Runs a request; whatever it throws becomes a {@link DiscordFault}. */
export async function asked<T>(request: Promise<T>): Promise<T> {
  try {
    return await request;
  } catch (error) {
    throw new DiscordFault(error);
  }
}

/** The failure of a sending in the words of the port. */
export function sendFailure(error: unknown): unknown {
  return error instanceof DiscordFault && CLOSED.includes(error.code) ? new ChatClosed(error.message) : error;
}

/** The failure of an edit or a removal in the words of the port. */
export function editFailure(error: unknown): unknown {
  return error instanceof DiscordFault && GONE.includes(error.code) ? new MessageGone(error.message) : error;
}

export function isAlreadyAcknowledged(error: unknown): boolean {
  return (
    error instanceof DiscordFault && error.code === RESTJSONErrorCodes.InteractionHasAlreadyBeenAcknowledged
  );
}
