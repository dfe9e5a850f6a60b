import type { OutputEvent } from '../cliproxy/output';
import type { LoginResult } from '../jobs/login';
import type { Problem } from '../errors';

/**
 * One login as a pure machine: what happened goes in, what to do comes out. It knows nothing of SSH, Docker,
 * queues or clocks; `run.ts` carries its effects out.
 */
export interface Session {
  readonly phase: 'connecting' | 'waiting' | 'checking' | 'loading' | 'ending' | 'over';
  readonly savedPath?: string;
  readonly successSeen: boolean;
  /** This provider logs in by a code that is confirmed on its page: a link for the browser's answer leads nowhere. */
  readonly byCode: boolean;
  /** Why the program is being ended. The first reason wins. */
  readonly reason?: Problem;
}

export type SessionEvent =
  | { readonly kind: 'output'; readonly event: OutputEvent }
  /** The callback was handed to the program. */
  | { readonly kind: 'delivered' }
  /** A reason to end: cancelled, out of time, connection lost, the worker stops. */
  | { readonly kind: 'stop'; readonly problem: Problem }
  /** The program ended, or nothing more can be heard of it. */
  | { readonly kind: 'exited' }
  | { readonly kind: 'explained'; readonly problem: Problem }
  | { readonly kind: 'loaded'; readonly result: LoginResult };

export type Effect =
  | { readonly kind: 'show-link'; readonly link: string; readonly oauthState: string }
  /** Twice where it is said later how long the code is good; never longer than the provider's `waitMs`. */
  | {
      readonly kind: 'show-code';
      readonly link: string;
      readonly userCode?: string;
      readonly withinMs?: number;
    }
  | { readonly kind: 'show-checking' }
  /** Success was said: see whether the file is there and loaded. Answers `loaded` or `explained`. */
  | { readonly kind: 'load'; readonly path: string }
  /** Ends the program and frees its port. Answers `exited`. */
  | { readonly kind: 'end-program' }
  /** Finds out why it ended without success. Answers `explained`. */
  | { readonly kind: 'explain' }
  | { readonly kind: 'fail'; readonly problem: Problem }
  | { readonly kind: 'succeed'; readonly result: LoginResult };

export const newSession: Session = { phase: 'connecting', successSeen: false, byCode: false };
/** For a provider without a redirect. */
export const newCodeSession: Session = { ...newSession, byCode: true };

type Step = readonly [Session, readonly Effect[]];

/** The next session and what is to be done. Events that no longer matter change nothing. */
export function step(session: Session, event: SessionEvent): Step {
  if (session.phase === 'over') return [session, []];
  switch (event.kind) {
    case 'output':
      return heard(session, event.event);
    case 'delivered':
      if (session.phase !== 'waiting') return [session, []];
      return [{ ...session, phase: 'checking' }, [{ kind: 'show-checking' }]];
    case 'stop':
      // Once the account is saved there is nothing left to stop.
      if (session.phase === 'loading' || session.phase === 'ending') return [session, []];
      return [{ ...session, phase: 'ending', reason: event.problem }, [{ kind: 'end-program' }]];
    case 'exited':
      if (session.phase === 'loading') return [session, []];
      if (session.reason !== undefined) return over(session, { kind: 'fail', problem: session.reason });
      return [session, [{ kind: 'explain' }]];
    case 'explained':
      return over(session, { kind: 'fail', problem: event.problem });
    case 'loaded':
      return over(session, { kind: 'succeed', result: event.result });
  }
}

function heard(session: Session, event: OutputEvent): Step {
  switch (event.kind) {
    case 'link':
      if (session.phase !== 'connecting') return [session, []];
      // An older program: what it wants back cannot reach it. Why is found out when it is gone.
      if (session.byCode) return [{ ...session, phase: 'ending' }, [{ kind: 'end-program' }]];
      return [
        { ...session, phase: 'waiting' },
        [{ kind: 'show-link', link: event.link, oauthState: event.oauthState }],
      ];
    case 'device': {
      if (session.phase !== 'connecting' && session.phase !== 'waiting') return [session, []];
      return [{ ...session, phase: 'waiting' }, [{ ...event, kind: 'show-code' }]];
    }
    case 'saved':
      return loadIfAgreed({ ...session, savedPath: event.path });
    case 'success':
      return loadIfAgreed({ ...session, successSeen: true });
    default:
      return [session, []];
  }
}

/** Success is claimed only when the saved line and the success line agree; then the file is looked at. */
function loadIfAgreed(session: Session): Step {
  if (!session.successSeen || session.savedPath === undefined || session.phase === 'loading') {
    return [session, []];
  }
  return [{ ...session, phase: 'loading' }, [{ kind: 'load', path: session.savedPath }]];
}

function over(session: Session, effect: Effect): Step {
  return [{ ...session, phase: 'over' }, [effect]];
}
