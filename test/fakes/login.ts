import type { Login, LoginState } from '../../src/jobs/login';
import type { Person } from '../../src/chat/platform';
import { privateChatOf } from './platform';

export const ada: Person = { id: 'telegram:1', name: 'Ada', language: 'en', groups: [] };
export const bob: Person = { id: 'telegram:2', name: 'Bob', language: 'zh-CN', groups: [] };
export const group = 'telegram:chat:-100';

export const oauthState = 'state-of-this-login';
export const link = `https://claude.ai/oauth/authorize?client_id=x&state=${oauthState}`;

/** A login that waits for its paste. */
export const waiting: Extract<LoginState, { kind: 'waiting' }> = {
  kind: 'waiting',
  link,
  oauthState,
  port: { number: 54545, tunnel: 'ssh -L 54545:127.0.0.1:54545 ali' },
  untilMs: Date.UTC(2026, 10, 22, 12, 0),
  endedOrphan: false,
};

/** One that the server itself runs. */
export const waitingWithoutPort: Extract<LoginState, { kind: 'waiting' }> = {
  kind: 'waiting',
  link,
  oauthState,
  untilMs: waiting.untilMs,
  endedOrphan: false,
};

/** A login as it lies in the queue: Ada's on ali, in line, unless something else is said. */
export function loginOf(change: Partial<Login> & { readonly by?: Person } = {}): Login {
  const { by = ada, ...rest } = change;
  const server = rest.server ?? 'ali';
  return {
    id: `${server}.0a1b2c3d`,
    server,
    provider: 'claude',
    requester: { id: by.id, name: by.name, language: by.language },
    shownAt: { address: privateChatOf(by.id), id: 'm1' },
    requestedAtMs: Date.UTC(2026, 10, 22, 11, 55),
    state: { kind: 'queued' },
    ...rest,
  };
}
