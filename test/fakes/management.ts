import type { Management } from '../../src/cliproxy/management';

/** A server without a management key; what a test needs otherwise is given. */
export function fakeManagement(change: Partial<Management> = {}): Management {
  const noKey = { state: 'no-key' } as const;
  return { request: () => Promise.resolve(noKey), accounts: () => Promise.resolve(noKey), ...change };
}
