import { setTimeout as sleep } from 'node:timers/promises';
import type { Jobs } from '../jobs/jobs';
import type { PersonId } from './platform';

/** A paste that was just accepted shows in the login's state a moment later. */
const momentMs = 1_000;
const pollMs = 100;

/** Waits until nothing more can become of what a script typed: a login that waits for its paste will wait in vain. */
export async function scriptIsDone(jobs: Jobs, servers: readonly string[], person: PersonId): Promise<void> {
  for (let quietMs = 0; quietMs < momentMs; quietMs += pollMs) {
    await sleep(pollMs);
    const lines = await Promise.all(servers.map(server => jobs.line(server)));
    const busy = lines
      .flat()
      .some(
        ({ requester, state }) =>
          requester.id === person && (state.kind === 'checking' || state.kind === 'loading'),
      );
    if (busy) quietMs = 0;
  }
}
