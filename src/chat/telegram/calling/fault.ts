import { TelegramError } from 'telegraf';
import { messageOf } from '../../../errors';

/**
 * A call to the Bot API that failed, safe to log: telegraf's own errors carry the whole request, and the bot's
 * token in addresses.
 */
export class TelegramFault extends Error {
  override readonly name = 'TelegramFault';
  /** Telegram's number (400, 403, 429, …); undefined when no answer came. */
  readonly code: number | undefined;
  /** Telegram's own words. */
  readonly description: string;
  /** How long Telegram asks to wait, in seconds. */
  readonly retryAfter: number | undefined;

  constructor(
    method: string,
    failure: { readonly code?: number; readonly description: string; readonly retryAfter?: number },
  ) {
    super(`Telegram ${method}: ${String(failure.code ?? 'no answer')}, ${failure.description}`);
    this.code = failure.code;
    this.description = failure.description;
    this.retryAfter = failure.retryAfter;
  }

  /** The network or Telegram itself is the trouble: the same call may work later. */
  get mayPass(): boolean {
    return this.code === undefined || this.code >= 500;
  }
}

/** What was thrown by telegraf's client, without anything secret. */
export function faultOf(method: string, error: unknown, token: string): TelegramFault {
  if (error instanceof TelegramFault) return error;
  const description = withoutSecrets(
    error instanceof TelegramError ? error.description : messageOf(error),
    token,
  );
  if (!(error instanceof TelegramError)) return new TelegramFault(method, { description });
  const retryAfter = error.parameters?.retry_after;
  return new TelegramFault(method, {
    code: error.code,
    description,
    ...(retryAfter === undefined ? {} : { retryAfter }),
  });
}

/** Addresses may be the API's, with the token in them, or a login link that Telegram quotes back. */
function withoutSecrets(text: string, token: string): string {
  return text.replace(/\bhttps?:\/\/[^\s'"]+/g, '<address>').replaceAll(token, '<token>');
}

/** The chat is not there for the bot: never opened, closed, blocked, or without the right to write. */
export function saysChatClosed(fault: TelegramFault): boolean {
  if (fault.code === 403) return true;
  return (
    fault.code === 400 &&
    /chat not found|PEER_ID_INVALID|user not found|not enough rights|have no rights|CHAT_WRITE_FORBIDDEN|CHAT_RESTRICTED|thread not found|TOPIC_CLOSED|TOPIC_DELETED|group chat was deactivated|upgraded to a supergroup/i.test(
      fault.description,
    )
  );
}

/** There is no such message any more, or the bot cannot touch it. */
export function saysMessageGone(fault: TelegramFault): boolean {
  return (
    fault.code === 400 &&
    /message to (edit|delete) not found|message can't be (edited|deleted)|MESSAGE_ID_INVALID|message identifier is not specified/i.test(
      fault.description,
    )
  );
}

export function saysNothingToDelete(fault: TelegramFault): boolean {
  return fault.code === 400 && fault.description.includes('message to delete not found');
}

export function saysUnchanged(fault: TelegramFault): boolean {
  return fault.code === 400 && fault.description.includes('message is not modified');
}

/** The message has a file, so that its words are a caption. */
export function saysNoText(fault: TelegramFault): boolean {
  return fault.code === 400 && fault.description.includes('no text in the message to edit');
}

/** A link button's address does not please Telegram. */
export function saysLinkRefused(fault: TelegramFault): boolean {
  return (
    fault.code === 400 &&
    /BUTTON_URL_INVALID|inline keyboard button URL|Wrong HTTP URL/i.test(fault.description)
  );
}
