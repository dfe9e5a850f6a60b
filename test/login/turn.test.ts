import { setTimeout as sleep } from 'node:timers/promises';
import { problemOf, UserError } from '../../src/errors';
import type { Login, LoginState } from '../../src/jobs/login';
import type { SessionEvent } from '../../src/login/session';
import { takeTurn } from '../../src/login/turn';
import { loginLimits } from '../../src/login/work';
import { eventually } from '../chat/eventually';
import { loginOf, waiting, waitingWithoutPort } from '../fakes/login';

const connecting: LoginState = { kind: 'connecting' };

/** A server's line of which each login is what it publishes. */
function openLine(...logins: readonly Login[]) {
  const line = [...logins];
  const published: string[] = [];
  const listeners = new Map<string, (event: SessionEvent) => void>();
  let away: UserError | undefined;
  const become = (id: string, state: LoginState): void => {
    const index = line.findIndex(each => each.id === id);
    const login = line[index];
    if (login !== undefined) line[index] = { ...login, state };
  };
  return {
    published,
    become,
    over: (id: string) =>
      void line.splice(
        line.findIndex(each => each.id === id),
        1,
      ),
    add: (login: Login) => void line.push(login),
    lose: (on: boolean) => (away = on ? new UserError({ code: 'queue-unavailable' }) : undefined),
    hear: (id: string, event: SessionEvent) => listeners.get(id)?.(event),
    isHeard: (id: string) => listeners.has(id),
    turnOf: (login: Login, atOnce = 10) =>
      takeTurn({
        login,
        atOnce,
        limits: { ...loginLimits, pollMs: 5 },
        line: () => (away === undefined ? Promise.resolve([...line]) : Promise.reject(away)),
        listen: hear => {
          listeners.set(login.id, hear);
          return () => listeners.delete(login.id);
        },
        publish: async state => {
          await sleep(1);
          published.push(`${login.id} ${state.kind}`);
          become(login.id, state);
        },
      }),
  };
}

const mine = loginOf({ id: 'ali.mine', requestedAtMs: 10, state: connecting });
const other = (state: LoginState, requestedAtMs = 20): Login =>
  loginOf({ id: 'ali.other', requestedAtMs, state });

async function isStill(turn: Promise<unknown>): Promise<boolean> {
  return Promise.race([turn.then(() => false), sleep(40).then(() => true)]);
}

describe('the turn of a login that leaves no room for others', () => {
  it.each<readonly [string, readonly Login[]]>([
    ['nobody else is there', []],
    ['the other waits for its person without a port', [other(waitingWithoutPort, 1)]],
    [
      'the other confirms a code that the server asked for',
      [other({ kind: 'confirming', link: 'l', sideBySide: true, untilMs: 0 }, 1)],
    ],
    ['the other was asked for later and waits', [other({ kind: 'queued' })]],
  ])('has come where %s', async (_when, others) => {
    const line = openLine(mine, ...others);

    const turn = await line.turnOf(mine);

    expect(turn).toBe('at once');
    expect(line.published).toEqual([]);
  });

  it.each<readonly [string, Login]>([
    ['holds the port', other(waiting)],
    ['runs the program for a code', other({ kind: 'confirming', link: 'l', sideBySide: false, untilMs: 0 })],
    ['would be ended with it', other({ ...waitingWithoutPort, alone: true })],
    ['exchanges its code', other({ kind: 'checking' })],
    ['is being loaded', other({ kind: 'loading' })],
    ['has just begun', other(connecting)],
    ['waits and was asked for first', other({ kind: 'queued' }, 1)],
  ])('is waited for while another %s', async (_what, login) => {
    const line = openLine(mine, login);

    const turn = line.turnOf(mine);
    const waits = await isStill(turn);
    line.over('ali.other');
    const came = await turn;

    expect(waits).toBe(true);
    expect(came).toBe('later');
    expect(line.published).toEqual(['ali.mine queued', 'ali.mine connecting']);
  });

  it('says nothing more of one that was cancelled while it looked around', async () => {
    const published: string[] = [];
    let hear: (event: SessionEvent) => void = () => undefined;
    let looks = 0;

    const turn = takeTurn({
      login: mine,
      atOnce: 10,
      limits: { ...loginLimits, pollMs: 5 },
      line: () => {
        if (++looks === 1) return Promise.resolve([mine, other(waiting)]);
        hear({ kind: 'stop', problem: { code: 'cancelled', by: 'Ada' } });
        return Promise.resolve([mine]);
      },
      listen: heard => {
        hear = heard;
        return () => undefined;
      },
      publish: state => Promise.resolve(void published.push(state.kind)),
    });

    await expect(turn).rejects.toMatchObject({ problem: { code: 'cancelled' } });
    expect(published).toEqual(['queued']);
  });

  it('comes to one of two that begin in the same moment, and to the other after it', async () => {
    const [first, second] = [mine, other(connecting)];
    const line = openLine(second, first);

    const turns = [line.turnOf(second), line.turnOf(first)] as const;
    await turns[1];
    const waits = await isStill(turns[0]);
    line.over(first.id);
    await turns[0];

    expect(waits).toBe(true);
  });

  it('is never taken by two, in whatever order ten come and go', async () => {
    const logins = Array.from({ length: 10 }, (_, at) =>
      loginOf({ id: `ali.${at}`, requestedAtMs: (at * 7) % 10, state: connecting }),
    );
    const line = openLine();
    let running = 0;
    let most = 0;

    await Promise.all(
      logins.map(async (login, at) => {
        await sleep((at * 13) % 20);
        line.add(login);
        await line.turnOf(login);
        most = Math.max(most, ++running);
        await sleep(3);
        line.become(login.id, waiting);
        await sleep(3);
        running--;
        line.over(login.id);
      }),
    );

    expect(most).toBe(1);
  });

  it('does not wait for those that nobody has taken up', async () => {
    const line = openLine(mine, other({ kind: 'queued' }, 1));

    const turn = await line.turnOf(mine, 1);

    expect(turn).toBe('at once');
  });

  it('ends with the reason when it is stopped, also before it began', async () => {
    const line = openLine(mine, other(waiting));
    const turn = line.turnOf(mine);
    await eventually(
      () => line.published.length,
      count => count === 1,
    );

    line.hear(mine.id, { kind: 'stop', problem: { code: 'cancelled', by: 'Ada' } });
    const reason = await turn.catch(problemOf);

    expect(reason).toEqual({ code: 'cancelled', by: 'Ada' });
    expect(line.isHeard(mine.id)).toBe(false);
  });

  it('waits out a queue that is away', async () => {
    const line = openLine(mine);
    line.lose(true);

    const turn = line.turnOf(mine);
    const waits = await isStill(turn);
    line.lose(false);
    await turn;

    expect(waits).toBe(true);
    expect(line.published).toEqual([]);
  });
});
