import type { Cause, Incident, Trouble } from '../../../src/jobs/incident';
import { beganAtMs, crash, incidentOf, refused } from '../../fakes/incident';

const counts = (clients: number) => ({
  clients,
  parts: [{ count: clients, label: 'auth entries' }],
  atMs: beganAtMs,
});
const account = { file: 'claude-ada@example.com.json', email: 'ada@example.com', provider: 'claude' };
const causes: readonly Cause[] = [
  'crashed',
  'out-of-memory',
  'loops',
  'stopped',
  'restarted',
  'restarted-by-us',
  'recreated',
  'removed',
  'paused',
  'docker-restarted',
  'unhealthy',
  'not-answering',
];

/** Every kind of trouble there is, with and without what may be left out. */
export const troubles: readonly Trouble[] = [
  ...causes.map((cause): Trouble => ({ ...crash, cause })),
  { ...crash, exitCode: 0 },
  { ...crash, ends: 2, answersSinceMs: beganAtMs + 5_000 },
  { kind: 'container', container: 'cliproxy', cause: 'crashed', ends: 1 },
  { ...crash, cause: 'loops', exitCode: 0, ends: 7 },
  { ...crash, cause: 'out-of-memory', exitCode: 137, ends: 3 },
  { ...crash, cause: 'restarted-by-us', by: 'Ada' },
  {
    ...crash,
    cause: 'recreated',
    image: { before: 'eceasy/cli-proxy-api:v6.9.1', after: 'eceasy/cli-proxy-api:v6.9.2' },
  },
  { kind: 'unreachable', problem: { code: 'ssh-timeout', server: 'ali', host: 'ali.example', port: 22 } },
  refused,
  { ...account, kind: 'needs-login', provider: 'codex', reason: 'unauthorized' },
  { ...account, kind: 'not-refreshing', expiresAtMs: beganAtMs + 3_600_000 },
  { kind: 'appeared', file: 'claude-bob@example.com.json' },
  { ...account, kind: 'vanished' },
  { kind: 'clients-fell', before: counts(3), after: counts(2), missing: [account.file] },
  { kind: 'clients-fell', before: counts(3), after: counts(2), missing: [] },
  { kind: 'provider-unusable', provider: 'claude', accounts: 1 },
  { kind: 'provider-unusable', provider: 'gemini', accounts: 4 },
];

/** Each of them open, over, and over before it was told. */
export const incidents: readonly Incident[] = troubles.flatMap(trouble => [
  incidentOf({ trouble, log: ['proxy service exited with error: listen tcp :8317'] }),
  incidentOf({ trouble, endedAtMs: beganAtMs + 7_500_000 }),
  incidentOf({ trouble, endedAtMs: beganAtMs }),
]);
