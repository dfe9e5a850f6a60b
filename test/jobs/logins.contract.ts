import { UserError } from '../../src/errors';
import type { Login } from '../../src/jobs/login';
import type { Jobs } from '../../src/jobs/jobs';
import { doneState, idsOf, someLogin, waitingState } from './logins';
import { gate, until } from './until';

/** Logins: one at a time on a server unless more are wanted, in order, and never two of one person. */
export function loginsKept(jobs: () => Jobs): void {
  describe('a line of logins', () => {
    it('runs logins one at a time, in the order they were asked for', async () => {
      const logins = [1, 2, 3].map(() => someLogin('in-order'));
      const began: string[] = [];
      let atOnce = 0;
      let most = 0;

      for (const login of logins) await jobs().addLogin(login);
      const stop = jobs().workLogins('in-order', async login => {
        most = Math.max(most, ++atOnce);
        began.push(login.id);
        await jobs().setState(login.id, doneState);
        atOnce--;
      });
      await until('three have run', () => began.length === 3);
      await stop();

      expect(began).toEqual(idsOf(logins));
      expect(most).toBe(1);
    });

    it('runs as many at a time as it is told, and not one more', async () => {
      const logins = [1, 2, 3, 4].map(() => someLogin('side-by-side'));
      const held = gate();
      const began: string[] = [];
      for (const login of logins) await jobs().addLogin(login);

      const stop = jobs().workLogins(
        'side-by-side',
        async login => {
          began.push(login.id);
          await held.passed;
          await jobs().setState(login.id, doneState);
        },
        3,
      );
      await until('three run', () => began.length === 3);
      const line = await jobs().line('side-by-side');
      await new Promise(resolve => setTimeout(resolve, 200));
      const atOnce = began.length;
      held.open();
      await until('the fourth has run', async () => (await jobs().line('side-by-side')).length === 0);
      await stop();

      expect(atOnce).toBe(3);
      expect(idsOf(line)).toEqual(idsOf(logins));
      expect([...began].sort()).toEqual([...idsOf(logins)].sort());
    });

    it('shows of those that it took up who is under way before who waits for their turn', async () => {
      const logins = [1, 2, 3].map(() => someLogin('turns'));
      const held = gate();
      const [first, second, third] = logins;
      if (!first || !second || !third) throw new Error('three logins');
      for (const login of logins) await jobs().addLogin(login);
      const began: string[] = [];
      const stop = jobs().workLogins(
        'turns',
        async login => {
          if (login.id === second.id) await jobs().setState(login.id, waitingState('second'));
          began.push(login.id);
          await held.passed;
          await jobs().setState(login.id, doneState);
        },
        3,
      );
      await until('all were taken up', () => began.length === 3);

      const line = await jobs().line('turns');
      held.open();
      await until('all have left', async () => (await jobs().line('turns')).length === 0);
      await stop();

      expect(idsOf(line)).toEqual(idsOf([second, first, third]));
    });

    it('shows who runs and then who waits, and leaves out who is over', async () => {
      const [first, second, cancelled, last] = [1, 2, 3, 4].map(() => someLogin('shown.in_line'));
      if (!first || !second || !cancelled || !last) throw new Error('four logins');
      const held = gate();
      for (const login of [first, second, cancelled, last]) await jobs().addLogin(login);
      await jobs().setState(cancelled.id, { kind: 'failed', problem: { code: 'cancelled', by: 'x' } });
      const began: string[] = [];
      const stop = jobs().workLogins('shown.in_line', async login => {
        began.push(login.id);
        await held.passed;
        await jobs().setState(login.id, doneState);
      });
      await until('the first runs', () => began.length === 1);

      const line = await jobs().line('shown.in_line');
      held.open();
      await until('all have left', async () => (await jobs().line('shown.in_line')).length === 0);
      await stop();

      expect(idsOf(line)).toEqual(idsOf([first, second, last]));
      expect(began).not.toContain(cancelled.id);
      expect((await jobs().login(cancelled.id))?.state.kind).toBe('failed');
    });

    it('gives the same login to one who asks twice at once', async () => {
      const asked = [1, 2, 3, 4].map(() => someLogin('asked-twice', 7));

      const answers = await Promise.all(asked.map(login => jobs().addLogin(login)));

      const given = new Set(answers.map(answer => answer.login.id));
      expect(given.size).toBe(1);
      expect(answers.filter(answer => answer.added)).toHaveLength(1);
      expect(await jobs().line('asked-twice')).toHaveLength(1);
    });

    it('gives the running login, with its link, to its requester who asks again', async () => {
      const login = someLogin('asked-again', 8);
      const held = gate();
      await jobs().addLogin(login);
      const stop = jobs().workLogins('asked-again', async ({ id }) => {
        await jobs().setState(id, waitingState('again'));
        await held.passed;
        await jobs().setState(id, doneState);
      });
      await until('it waits', async () => (await jobs().login(login.id))?.state.kind === 'waiting');

      const again = await jobs().addLogin(someLogin('asked-again', 8));
      held.open();
      await until('it is over', async () => (await jobs().login(login.id))?.state.kind === 'done');
      await stop();

      expect(again).toEqual({ added: false, login: { ...login, state: waitingState('again') } });
    });

    it('lets a person ask anew who cancelled in line or is done', async () => {
      const cancelled = someLogin('asked-anew', 9);
      await jobs().addLogin(cancelled);
      await jobs().setState(cancelled.id, { kind: 'failed', problem: { code: 'cancelled', by: 'x' } });

      const [second, third] = await Promise.all([
        jobs().addLogin(someLogin('asked-anew', 9)),
        jobs().addLogin(someLogin('asked-anew', 9)),
      ]);

      expect([second.added, third.added].sort()).toEqual([false, true]);
      expect(second.login.id).toBe(third.login.id);
      expect(second.login.id).not.toBe(cancelled.id);
    });

    it('lets one person be in line on two servers, and two on one', async () => {
      const answers = [
        await jobs().addLogin(someLogin('two-a', 10)),
        await jobs().addLogin(someLogin('two-b', 10)),
        await jobs().addLogin(someLogin('two-a', 11)),
      ];

      expect(answers.map(answer => answer.added)).toEqual([true, true, true]);
    });

    it('keeps the state and the place of the status message apart', async () => {
      const login = someLogin('apart');
      const moved = { address: 'discord:elsewhere', id: '77' } as const;
      await jobs().addLogin(login);

      await Promise.all([
        jobs().setShownAt(login.id, moved),
        jobs().setState(login.id, { kind: 'connecting' }),
        jobs().setState(login.id, { kind: 'checking' }),
      ]);

      expect(await jobs().login(login.id)).toEqual({ ...login, shownAt: moved, state: { kind: 'checking' } });
      expect(await jobs().line('apart')).toEqual([{ ...login, shownAt: moved, state: { kind: 'checking' } }]);
    });

    it('leaves a login as it is that is over', async () => {
      const login = someLogin('stays-over');
      const cancelled = { kind: 'failed', problem: { code: 'cancelled', by: 'x' } } as const;
      await jobs().addLogin(login);
      await jobs().setState(login.id, cancelled);

      await jobs().setState(login.id, { kind: 'connecting' });

      expect((await jobs().login(login.id))?.state).toEqual(cancelled);
    });

    it('hands the worker the login with its newest place', async () => {
      const login = someLogin('newest');
      const moved = { address: 'discord:new', id: '5' } as const;
      const handed: Login[] = [];
      await jobs().addLogin(login);
      await jobs().setShownAt(login.id, moved);

      const stop = jobs().workLogins('newest', async (one, interrupted) => {
        expect(interrupted).toBe(false);
        handed.push(one);
        await jobs().setState(one.id, doneState);
      });
      await until('it is handed over', () => handed.length === 1);
      await stop();

      expect(handed).toEqual([{ ...login, shownAt: moved }]);
    });

    it('leaves a login failed whose handler throws or says nothing, and has that told', async () => {
      const [throwing, silent] = [someLogin('faulty'), someLogin('faulty')];
      const told: string[] = [];
      await jobs().addLogin(throwing);
      await jobs().addLogin(silent);
      const stopOutbox = jobs().workOutbox('discord', async telling => {
        if (telling.kind === 'status') told.push(telling.login);
        return Promise.resolve();
      });

      const stop = jobs().workLogins('faulty', async login => {
        await jobs().setState(login.id, waitingState('faulty'));
        if (login.id === throwing.id) throw new Error('a fault');
      });
      await until('both were told', () => told.includes(throwing.id) && told.includes(silent.id));
      await Promise.all([stop(), stopOutbox()]);

      const failed = { kind: 'failed', problem: { code: 'login-failed' } };
      expect((await jobs().login(throwing.id))?.state).toEqual(failed);
      expect((await jobs().login(silent.id))?.state).toEqual(failed);
    });

    it('keeps the problem of a handler that throws one', async () => {
      const login = someLogin('user-error');
      await jobs().addLogin(login);

      const stop = jobs().workLogins('user-error', () =>
        Promise.reject(new UserError({ code: 'ssh-timeout', server: 'x', host: 'h', port: 22 })),
      );
      await until('it failed', async () => (await jobs().login(login.id))?.state.kind === 'failed');
      await stop();

      const state = (await jobs().login(login.id))?.state;
      expect(state).toMatchObject({ problem: { code: 'ssh-timeout', host: 'h' } });
    });

    it('knows no login that never was, and does nothing to it', async () => {
      await jobs().setState('nowhere.none', { kind: 'checking' });
      await jobs().setShownAt('nowhere.none', { address: 'discord:a', id: '1' });

      expect(await jobs().login('nowhere.none')).toBeUndefined();
      expect(await jobs().login('no:id.at all')).toBeUndefined();
      expect(await jobs().line('nowhere')).toEqual([]);
    });

    it('waits for the running login when it stops, and takes no other', async () => {
      const [first, second] = [someLogin('stopping'), someLogin('stopping')];
      const held = gate();
      const began: string[] = [];
      await jobs().addLogin(first);
      await jobs().addLogin(second);
      const stop = jobs().workLogins('stopping', async login => {
        began.push(login.id);
        await held.passed;
        await jobs().setState(login.id, doneState);
      });
      await until('it runs', () => began.length === 1);
      let stopped = false;

      const stopping = stop().then(() => (stopped = true));
      await jobs().healthy();
      const stoppedEarly = stopped;
      held.open();
      await stopping;

      expect(stoppedEarly).toBe(false);
      expect(idsOf(await jobs().line('stopping'))).toEqual([second.id]);
      expect((await jobs().login(first.id))?.state.kind).toBe('done');
    });
  });
}
