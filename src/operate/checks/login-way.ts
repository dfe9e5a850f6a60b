import { endsOtherLogins } from '../../cliproxy/version';
import type { Managed } from '../../cliproxy/management';
import type { Check } from '../../jobs/check';

/**
 * Which way a login goes: the server itself is asked for it where its Management API answers, and the program is
 * started in the container where it does not. Both are fine; only the former leaves others room beside it.
 */
export function loginWay({
  state,
  version,
}: Managed<unknown>): Extract<Check, { readonly name: 'login-way' }> {
  const name = 'login-way' as const;
  if (state !== 'answered') return { name, outcome: 'fine', way: 'program', why: state };
  const isAlone = version !== undefined && endsOtherLogins(version);
  return { name, outcome: 'fine', way: 'management', atOnce: isAlone ? 'one' : 'several' };
}
