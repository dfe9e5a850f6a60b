import type { AccountSays, Behaviour } from '../behaviour';
import { rfc3339 } from '../clock';

/** After a refusal of the upstream an account is left alone for as long. */
export const coolingMs = 30 * 60_000;

/** What using an account came to, in the words of the Management API. */
export function accountState({ refreshFails, cooling }: Behaviour, file: string): AccountSays {
  if (refreshFails.includes(file)) {
    return { status: 'error', status_message: 'invalid_grant', unavailable: true };
  }
  if (!cooling.includes(file)) return {};
  const until = rfc3339(new Date(Date.now() + coolingMs));
  const status_message = 'quota exhausted';
  return { status: 'error', status_message, unavailable: true, next_retry_after: until };
}
