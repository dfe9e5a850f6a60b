/** What the pretend API answers to a request. */
export interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

const MESSAGES = {
  10003: 'Unknown Channel',
  10008: 'Unknown Message',
  10013: 'Unknown User',
  10015: 'Unknown Webhook',
  10062: 'Unknown interaction',
  40005: 'Request entity too large',
  40060: 'Interaction has already been acknowledged.',
  50001: 'Missing Access',
  50005: 'Cannot edit a message authored by another user',
  50006: 'Cannot send an empty message',
  50007: 'Cannot send messages to this user',
  50013: 'Missing Permissions',
  50027: 'Invalid Webhook Token',
  50083: 'Thread is archived',
  160005: 'Thread is locked',
} as const;

const STATUS: Partial<Record<keyof typeof MESSAGES, number>> = {
  40005: 413,
  40060: 400,
  50001: 403,
  50005: 403,
  50006: 400,
  50007: 403,
  50013: 403,
  50027: 401,
  50083: 400,
  160005: 403,
};

export function refusal(code: keyof typeof MESSAGES): Answer {
  return { status: STATUS[code] ?? 404, body: { code, message: MESSAGES[code] } };
}

export function malformed(problems: readonly string[]): Answer {
  const errors = { body: { _errors: problems.map(message => ({ code: 'INVALID', message })) } };
  return { status: 400, body: { code: 50035, message: 'Invalid Form Body', errors } };
}

export const unauthorized: Answer = { status: 401, body: { code: 0, message: '401: Unauthorized' } };
export const notFound: Answer = { status: 404, body: { code: 0, message: '404: Not Found' } };
export const noContent: Answer = { status: 204 };
