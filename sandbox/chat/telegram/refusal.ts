/** What the Bot API answers instead of doing what it was asked for. */
export class Refusal extends Error {
  readonly code: number;
  readonly retryAfter: number | undefined;
  /** The bot made a mistake, rather than meeting something that happens (a closed chat, a removed message). */
  readonly isViolation: boolean;

  constructor(code: number, description: string, more: { retryAfter?: number; isViolation?: boolean } = {}) {
    super(description);
    this.code = code;
    this.retryAfter = more.retryAfter;
    this.isViolation = more.isViolation ?? false;
  }
}

/** A mistake of the bot, in Telegram's words. */
export function mistake(description: string): Refusal {
  return new Refusal(400, `Bad Request: ${description}`, { isViolation: true });
}
