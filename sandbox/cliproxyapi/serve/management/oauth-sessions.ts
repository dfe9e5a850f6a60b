import { since, type Version } from '../../version';

/** What `get-auth-status` says of a login. */
export type Status =
  { readonly status: 'wait' | 'ok' } | { readonly status: 'error'; readonly error: string };

interface Session {
  readonly provider: string;
  /** Empty while nothing went wrong. */
  readonly error: string;
  readonly completed: boolean;
  readonly untilMs: number;
}

/** The logins that a server was asked for, by their state: in its memory alone. */
export interface Sessions {
  readonly begin: (state: string, provider: string) => void;
  readonly find: (state: string) => Session | undefined;
  readonly isPending: (state: string, provider: string) => boolean;
  readonly fail: (state: string, error: string) => void;
  readonly complete: (state: string, provider: string) => void;
  /** Whether there was something to cancel. */
  readonly cancel: (state: string) => boolean;
  readonly status: (state: string) => Status;
}

const completedMs = 60_000;
const unknown: Status = { status: 'error', error: 'unknown or expired state' };

/** Sessions as a release keeps them: before v6.6.30 in a map that forgets what was read. */
export function createSessions(version: Version, now: () => number): Sessions {
  const from = (release: string): boolean => since(version, release);
  const livesMs = (from('7.2.62') ? 30 : from('6.6.30') ? 10 : Infinity) * 60_000;
  const sessions = new Map<string, Session>();

  const find = (state: string): Session | undefined => {
    for (const [each, { untilMs }] of sessions) if (now() > untilMs) sessions.delete(each);
    return sessions.get(state);
  };
  const isOpen = (session: Session | undefined): session is Session =>
    session !== undefined && !session.completed && session.error === '';

  return {
    begin: (state, provider) =>
      sessions.set(state, { provider, error: '', completed: false, untilMs: now() + livesMs }),
    find,
    isPending: (state, provider) => {
      const session = find(state);
      return isOpen(session) && session.provider === provider;
    },
    fail: (state, error) => {
      const session = find(state);
      // An early release writes down what became of a login also when it has forgotten it.
      if (session === undefined && from('6.6.30')) return;
      sessions.set(state, { provider: '', completed: false, ...session, error, untilMs: now() + livesMs });
    },
    complete: (state, provider) => {
      const session = find(state);
      if (session !== undefined && from('7.2.62')) {
        sessions.set(state, { ...session, error: '', completed: true, untilMs: now() + completedMs });
      } else {
        sessions.delete(state);
      }
      if (!from('6.6.40') || from('7.2.17')) return;
      for (const [each, other] of sessions) if (other.provider === provider) sessions.delete(each);
    },
    cancel: state => isOpen(find(state)) && sessions.delete(state),
    status: state => {
      const session = find(state);
      if (session === undefined) return from('7.2.62') ? unknown : { status: 'ok' };
      if (session.completed) return { status: 'ok' };
      if (session.error === '') return { status: 'wait' };
      if (!from('6.6.30')) sessions.delete(state);
      return { status: 'error', error: session.error };
    },
  };
}
