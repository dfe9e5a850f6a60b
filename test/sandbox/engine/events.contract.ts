import type Docker from 'dockerode';
import { eventually } from '../../journey/house';
import { heardSince, listen } from './listener';

/** An engine with one running container called `cliproxy`, whose program can be made to end. */
export interface EngineUnderTest {
  readonly docker: Docker;
  /** Its program ends by itself; comes back when it has ended. */
  crash(exitCode: number): Promise<void>;
  /** The kernel ends its program for want of memory; comes back when it has ended. */
  oom(): Promise<void>;
  /** As compose does it. */
  recreate(): Promise<void>;
  restartEngine(): Promise<void>;
  /** Comes back when the program serves, whoever started it. */
  serves(): Promise<void>;
  close(): Promise<void>;
}

/** What Docker tells of its containers, and when: true of a real engine and of the pretend one. */
export function engineEvents(name: string, open: () => Promise<EngineUnderTest>): void {
  describe(`the events of ${name}`, () => {
    let engine: EngineUnderTest;
    beforeEach(async () => {
      engine = await open();
    });
    afterEach(() => engine.close());

    const container = (): Docker.Container => engine.docker.getContainer('cliproxy');
    /** What is told while something is done, up to the last one expected. */
    const toldOf = async (act: () => Promise<unknown>, last: string): Promise<readonly string[]> => {
      const heard = await listen(engine.docker);
      await act();
      await eventually(
        `the event ${last}`,
        () => heard.words().at(-1) === last,
        () => heard.words().join(),
      );
      heard.stop();
      return heard.words();
    };

    it('are kill, die and stop for a stop', async () => {
      const told = await toldOf(() => container().stop(), 'stop');

      expect(told).toEqual(['kill 15', 'die 0', 'stop']);
      const { State } = await container().inspect();
      expect(State).toMatchObject({ Status: 'exited', Running: false, ExitCode: 0, OOMKilled: false });
    });

    it('end with restart for a restart, which is not counted', async () => {
      const told = await toldOf(() => container().restart(), 'restart');

      expect(told).toEqual(['kill 15', 'die 0', 'stop', 'start', 'restart']);
      expect(await container().inspect()).toMatchObject({ RestartCount: 0, State: { Status: 'running' } });
    });

    it('are kill and die for a kill, after which it stays down', async () => {
      const told = await toldOf(() => container().kill(), 'die 137');
      await new Promise(resolve => setTimeout(resolve, 300));

      expect(told).toEqual(['kill 9', 'die 137']);
      expect(await container().inspect()).toMatchObject({
        RestartCount: 0,
        State: { Status: 'exited', ExitCode: 137, OOMKilled: false },
      });
    });

    it('take a signal of any kind for the wish that it be down', async () => {
      const told = await toldOf(() => container().kill({ signal: 'SIGTERM' }), 'die 0');
      await new Promise(resolve => setTimeout(resolve, 300));

      expect(told).toEqual(['kill 15', 'die 0']);
      expect(await container().inspect()).toMatchObject({ State: { Status: 'exited' } });
    });

    it.each([0, 3])('are die and start for a program that ends by itself with %i', async exitCode => {
      const told = await toldOf(() => engine.crash(exitCode), 'start');

      expect(told).toEqual([`die ${exitCode}`, 'start']);
      expect(await container().inspect()).toMatchObject({ RestartCount: 1, State: { OOMKilled: false } });
    });

    it('count each restart, until somebody starts it', async () => {
      await toldOf(() => engine.crash(1), 'start');
      await engine.serves();
      await toldOf(() => engine.crash(1), 'start');
      const twice = await container().inspect();
      await engine.serves();

      await container().restart();

      const byHand = await container().inspect();
      expect([twice.RestartCount, byHand.RestartCount]).toEqual([2, 0]);
    });

    it('say first that memory was the cause', async () => {
      const told = await toldOf(() => engine.oom(), 'start');

      expect([...new Set(told)]).toEqual(['oom', 'die 137', 'start']);
      expect(await container().inspect()).toMatchObject({ RestartCount: 1 });
    });

    it('are pause and unpause, and a stop wakes first', async () => {
      const told = await toldOf(async () => {
        await container().pause();
        await container().unpause();
        await container().pause();
        await container().stop();
      }, 'stop');

      expect(told).toEqual(['pause', 'unpause', 'pause', 'kill 15', 'unpause', 'die 0', 'stop']);
    });

    it('say of a recreation that another has the name now', async () => {
      const { Id } = await container().inspect();

      const told = await toldOf(() => engine.recreate(), 'start');

      expect(told).toEqual(['create', 'kill 15', 'die 0', 'stop', 'destroy', 'rename', 'start']);
      expect((await container().inspect()).Id).not.toBe(Id);
    });

    it('are told again from a moment on, that one included, with all the digits of their time', async () => {
      const heard = await listen(engine.docker);
      await container().restart();
      await eventually('the restart', () => heard.words().includes('restart'));
      heard.stop();
      const stop = heard.events().find(({ action }) => action === 'stop');

      const again = await heardSince(engine.docker, stop?.nanoseconds ?? 0n);

      expect(again.map(({ action }) => action)).toEqual(['stop', 'start', 'restart']);
      expect(again[0]?.nanoseconds).toBe(stop?.nanoseconds);
    });

    it('stop when Docker does, and forget what was', async () => {
      const heard = await listen(engine.docker);

      await engine.restartEngine();
      await engine.serves();

      await heard.ended;
      expect(heard.words()).toEqual(['kill 15', 'die 0', 'stop']);
      expect((await heardSince(engine.docker, 1n)).map(({ action }) => action)).toEqual(['start']);
      expect(await container().inspect()).toMatchObject({ RestartCount: 0, State: { Status: 'running' } });
    });

    it('leave one down that somebody stopped before Docker was restarted', async () => {
      await container().stop();

      await engine.restartEngine();

      expect(await container().inspect()).toMatchObject({ State: { Status: 'exited' } });
    });

    it('count programs that are run in a container, where they are not filtered away', async () => {
      const heard = await listen(engine.docker, { type: ['container'] });

      const exec = await container().exec({ Cmd: ['./CLIProxyAPI', '-h'], AttachStdout: true });
      const output = await exec.start({});
      output.resume();
      await eventually('the end of the program', () => heard.words().includes('exec_die 0'));
      heard.stop();

      expect(heard.words()).toEqual([
        'exec_create: ./CLIProxyAPI -h',
        'exec_start: ./CLIProxyAPI -h',
        'exec_die 0',
      ]);
    });
  });
}
