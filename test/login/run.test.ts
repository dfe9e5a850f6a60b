import { UserError } from '../../src/errors';
import { fakeProgram } from './fake-program';
import { fakeServer, type FakeServer } from './fake-server';
import { begin, succeed } from './scene';

function withOrphan(change: { readonly listens?: boolean } = {}): FakeServer {
  const server = fakeServer();
  server.programs.push(Object.assign(fakeProgram(server.name), change));
  return server;
}

describe('running a login', () => {
  it.each([
    ['stopped', 'exited'],
    ['restarting', 'restarting'],
    ['paused', 'paused'],
  ])('starts nothing in a container that is %s', async (_word, status) => {
    const server = fakeServer();
    server.status = status;
    const login = begin({ server });

    await login.over;

    expect(login.states).toEqual([
      { kind: 'connecting' },
      { kind: 'failed', problem: { code: 'container-down', server: 'ali', container: 'cliproxy', status } },
    ]);
    expect(server.programs).toEqual([]);
  });

  it('publishes what keeps the server out of reach', async () => {
    const server = fakeServer();
    const problem = { code: 'ssh-refused', server: 'ali', host: 'ali.example', port: 22 } as const;
    server.unreachable = new UserError(problem);
    const login = begin({ server });

    await login.over;

    expect(login.states.at(-1)).toEqual({ kind: 'failed', problem });
  });

  it('throws what nobody foresaw', async () => {
    const server: FakeServer = { ...fakeServer(), container: () => Promise.reject(new TypeError('a bug')) };

    const { over } = begin({ server });

    await expect(over).rejects.toThrow('a bug');
  });

  describe('where an earlier login holds the port', () => {
    it('ends that one, starts once more and says so', async () => {
      const server = withOrphan();
      const login = begin({ server });

      const program = await login.program(2);
      program.showLink();
      const waiting = await login.reaches('waiting');
      succeed(server, program);
      await login.over;

      expect(waiting).toMatchObject({ endedOrphan: true });
      expect(server.programs[0]?.isRunning()).toBe(false);
      expect(login.states.at(-1)).toMatchObject({ kind: 'done' });
      expect(login.states.filter(state => state.kind === 'failed')).toEqual([]);
    });

    it('kills one that does not listen', async () => {
      const server = withOrphan({ listens: false });
      const login = begin({ server });

      const program = await login.program(2);
      succeed(server, program);
      await login.over;

      expect(server.kills).toHaveLength(1);
    });

    it('gives up when something else has the port', async () => {
      const login = begin();
      const program = await login.program();
      program.listens = false;

      program.print('Required port is already in use\n');
      program.exit(13);
      await login.over;

      expect(login.states.at(-1)).toEqual({
        kind: 'failed',
        problem: { code: 'port-in-use', server: 'ali', port: 54545 },
      });
      expect(login.server.programs).toHaveLength(1);
    });

    it('tries once more and not for ever', async () => {
      const server = withOrphan();
      const login = begin({ server });

      const second = await login.program(2);
      second.print('Required port is already in use\n');
      second.exit(13);
      await login.over;

      expect(login.states.at(-1)).toMatchObject({ kind: 'failed', problem: { code: 'port-in-use' } });
      expect(server.programs).toHaveLength(3);
    });
  });

  describe('that a worker died with', () => {
    it('ends what is left of it and asks to begin anew', async () => {
      const server = withOrphan();
      const login = begin({ server, interrupted: true });

      await login.over;

      expect(login.states).toEqual([{ kind: 'failed', problem: { code: 'interrupted' } }]);
      expect(server.programs.map(program => program.isRunning())).toEqual([false]);
    });

    it('tells the person also when the server cannot be reached', async () => {
      const server = fakeServer();
      server.unreachable = new UserError({ code: 'ssh-timeout', server: 'ali', host: 'ali', port: 22 });
      const login = begin({ server, interrupted: true });

      await login.over;

      expect(login.states).toEqual([{ kind: 'failed', problem: { code: 'interrupted' } }]);
    });
  });
});
