import type { OutputEvent } from '../../src/cliproxy/output';
import type { Problem } from '../../src/errors';
import {
  newCodeSession,
  newSession,
  step,
  type Effect,
  type Session,
  type SessionEvent,
} from '../../src/login/session';

const link: OutputEvent = {
  kind: 'link',
  link: 'https://claude.ai/oauth/authorize?state=s',
  oauthState: 's',
};
const saved: OutputEvent = { kind: 'saved', path: '/root/.cli-proxy-api/claude-a.json' };
const success: OutputEvent = { kind: 'success' };
const cancelled: Problem = { code: 'cancelled', by: 'Ada' };
const lost: Problem = { code: 'connection-lost', server: 'ali' };
const result = { file: 'claude-a.json', replaced: false, restarted: false };

const out = (event: OutputEvent): SessionEvent => ({ kind: 'output', event });
const stop = (problem: Problem): SessionEvent => ({ kind: 'stop', problem });

/** What every event in turn led to. */
function play(...events: readonly SessionEvent[]): {
  session: Session;
  effects: readonly (readonly Effect[])[];
} {
  return playFrom(newSession, ...events);
}

function playFrom(
  first: Session,
  ...events: readonly SessionEvent[]
): { session: Session; effects: readonly (readonly Effect[])[] } {
  let session = first;
  const effects = events.map(event => {
    const [next, caused] = step(session, event);
    session = next;
    return caused;
  });
  return { session, effects };
}

describe('a login session', () => {
  it('goes from the link to the loaded account', () => {
    const { session, effects } = play(
      out(link),
      { kind: 'delivered' },
      out(saved),
      out(success),
      { kind: 'exited' },
      { kind: 'loaded', result },
    );

    expect(effects).toEqual([
      [{ kind: 'show-link', link: link.link, oauthState: 's' }],
      [{ kind: 'show-checking' }],
      [],
      [{ kind: 'load', path: saved.path }],
      [],
      [{ kind: 'succeed', result }],
    ]);
    expect(session.phase).toBe('over');
  });

  it('needs no word of the delivery: through a tunnel the browser reaches the program itself', () => {
    const { effects } = play(out(link), out(saved), out(success));

    expect(effects.at(-1)).toEqual([{ kind: 'load', path: saved.path }]);
  });

  it('does not believe a success without the saved line', () => {
    const { effects } = play(out(link), out(success), { kind: 'exited' });

    expect(effects.slice(1)).toEqual([[], [{ kind: 'explain' }]]);
  });

  it('does not believe a saved line without the success', () => {
    const { effects } = play(out(link), out(saved), { kind: 'exited' });

    expect(effects.slice(1)).toEqual([[], [{ kind: 'explain' }]]);
  });

  it('shows a link once, however often it is printed', () => {
    const { effects } = play(out(link), out(link));

    expect(effects[1]).toEqual([]);
  });

  it('ends the program first and then tells the reason', () => {
    const { effects } = play(out(link), stop(cancelled), { kind: 'exited' });

    expect(effects.slice(1)).toEqual([[{ kind: 'end-program' }], [{ kind: 'fail', problem: cancelled }]]);
  });

  it('keeps the first reason to end', () => {
    const { effects } = play(out(link), stop(cancelled), stop(lost), { kind: 'exited' });

    expect(effects.slice(2)).toEqual([[], [{ kind: 'fail', problem: cancelled }]]);
  });

  it('cannot be cancelled any more once the account is saved', () => {
    const { effects } = play(out(link), out(saved), out(success), stop(cancelled), {
      kind: 'loaded',
      result,
    });

    expect(effects.slice(3)).toEqual([[], [{ kind: 'succeed', result }]]);
  });

  it('does not lose an account that was saved while it was being cancelled', () => {
    const { effects } = play(out(link), stop(cancelled), out(saved), out(success), { kind: 'exited' });

    expect(effects.slice(3)).toEqual([[{ kind: 'load', path: saved.path }], []]);
  });

  it('asks why when the program ends by itself', () => {
    const { effects } = play(
      out(link),
      { kind: 'exited' },
      { kind: 'explained', problem: { code: 'denied' } },
    );

    expect(effects.slice(1)).toEqual([
      [{ kind: 'explain' }],
      [{ kind: 'fail', problem: { code: 'denied' } }],
    ]);
  });

  it('does nothing more once it is over', () => {
    const { effects } = play(out(link), stop(cancelled), { kind: 'exited' }, out(link), stop(lost), {
      kind: 'exited',
    });

    expect(effects.slice(3)).toEqual([[], [], []]);
  });
});

describe('a login by a code', () => {
  const code: OutputEvent = {
    kind: 'device',
    link: 'https://accounts.x.ai/oauth2/device',
    userCode: 'WXYZ-1234',
  };
  const shown: Effect = { ...code, kind: 'show-code' };

  it('goes from the code to the loaded account', () => {
    const { effects } = playFrom(newCodeSession, out(code), out(saved), out(success), {
      kind: 'loaded',
      result,
    });

    expect(effects).toEqual([
      [shown],
      [],
      [{ kind: 'load', path: saved.path }],
      [{ kind: 'succeed', result }],
    ]);
  });

  it('shows the code again when it is known how long it is good', () => {
    const { effects } = playFrom(newCodeSession, out(code), out({ ...code, withinMs: 600_000 }));

    expect(effects).toEqual([[shown], [{ ...shown, withinMs: 600_000 }]]);
  });

  it('loads what was saved between two successes once', () => {
    const { effects } = playFrom(newCodeSession, out(code), out(success), out(saved), out(success));

    expect(effects.slice(1)).toEqual([[], [{ kind: 'load', path: saved.path }], []]);
  });

  it('shows no code any more once it is being ended', () => {
    const { effects } = playFrom(newCodeSession, stop(cancelled), out(code));

    expect(effects[1]).toEqual([]);
  });

  it('ends an older program that asks for a callback which cannot reach it, and asks why', () => {
    const { effects } = playFrom(newCodeSession, out(link), { kind: 'exited' });

    expect(effects).toEqual([[{ kind: 'end-program' }], [{ kind: 'explain' }]]);
  });
});
