import type { ContainerTrouble, Incident, Trouble, WatchRecord } from '../../src/jobs/incident';

/** When what tests tell of began. */
export const beganAtMs = Date.UTC(2026, 10, 22, 12, 0);

export const crash: ContainerTrouble = {
  kind: 'container',
  container: 'cliproxy',
  cause: 'crashed',
  exitCode: 1,
  ends: 1,
};

export const refused: Trouble = {
  kind: 'needs-login',
  file: 'claude-ada@example.com.json',
  email: 'ada@example.com',
  provider: 'claude',
  reason: 'invalid_grant',
};

/** Something that is wrong: a crash on ali that is still open, unless something else is said. */
export function incidentOf(change: Partial<Incident> = {}): Incident {
  const server = change.server ?? 'ali';
  const trouble = change.trouble ?? crash;
  const startedAtMs = change.startedAtMs ?? beganAtMs;
  return {
    id: `${server}.${trouble.kind}.${startedAtMs.toString(36)}`,
    server,
    trouble,
    startedAtMs,
    seenAtMs: startedAtMs,
    revision: 1,
    endIsNews: true,
    log: [],
    ...change,
  };
}

export function watchOf(...incidents: readonly Incident[]): WatchRecord {
  return { incidents, history: { clients: [], startsAtMs: [] }, watchedAtMs: Date.now(), memory: {} };
}
