import type { Login, LoginId, LoginState } from '../../src/jobs/login';

let count = 0;

/** A login that was just asked for, by a person of its own unless one is named. */
export function someLogin(server: string, person?: number): Login {
  count += 1;
  return {
    id: `${server}.r${count}`,
    server,
    provider: 'claude',
    requester: { id: `discord:${person ?? 1000 + count}`, name: `person ${count}`, language: 'en' },
    shownAt: { address: `discord:dm-${count}`, id: String(count) },
    requestedAtMs: 1_790_000_000_000 + count,
    state: { kind: 'queued' },
  };
}

/** The state that holds all there is to hide. */
export function waitingState(secret: string): LoginState {
  return {
    kind: 'waiting',
    link: `https://claude.ai/oauth/authorize?code_challenge=${secret}-challenge&state=${secret}-state`,
    oauthState: `${secret}-state`,
    port: { number: 54545, tunnel: 'ssh -L 54545:127.0.0.1:54545 ali' },
    untilMs: 1_790_000_300_000,
    endedOrphan: false,
  };
}

export const doneState: LoginState = {
  kind: 'done',
  result: { file: 'claude-a.json', replaced: false, restarted: false },
};

export function idsOf(logins: readonly Login[]): readonly LoginId[] {
  return logins.map(login => login.id);
}
