import { UserError } from '../../src/errors';
import type { Login } from '../../src/jobs/login';
import { link, loginOf, oauthState } from '../fakes/login';
import { credentialPath, fakeServer } from './fake-server';
import { begin, credential, succeed } from './scene';

describe('one run of the login program', () => {
  it('goes from the link to the account', async () => {
    const login = begin();
    login.server.log('full client load complete - 0 clients (0 auth entries + 0 Claude API keys)');
    const program = await login.program();

    program.showLink();
    await login.reaches('waiting');
    login.hear({ kind: 'delivered' });
    await login.reaches('checking');
    succeed(login.server, program);
    await login.over;

    expect(login.states.map(state => state.kind)).toEqual([
      'connecting',
      'waiting',
      'checking',
      'loading',
      'done',
    ]);
    expect(login.states.at(-1)).toMatchObject({
      result: {
        file: 'claude-ada@example.com.json',
        email: 'ada@example.com',
        replaced: false,
        restarted: false,
      },
    });
  });

  it('says with the link what is needed to come back', async () => {
    const server = fakeServer();
    server.endpoints = [{ host: '172.17.0.2', port: 54545 }];
    const login = begin({ server });
    const program = await login.program();

    program.showLink();
    const waiting = await login.reaches('waiting');
    succeed(server, program);
    await login.over;

    expect(waiting).toMatchObject({
      link,
      oauthState,
      port: { number: 54545, tunnel: 'ssh -L 54545:172.17.0.2:54545 ali' },
      endedOrphan: false,
    });
  });

  it('gives nobody the link before it has seen what was there', async () => {
    const server = fakeServer();
    let answer = (): void => undefined;
    const answered = new Promise<void>(resolve => (answer = resolve));
    const container = await server.container();
    server.container = () =>
      Promise.resolve({
        ...container,
        files: async (path, limits) => {
          await answered;
          return container.files(path, limits);
        },
      });
    const login = begin({ server });
    const program = await login.program();

    program.showLink();
    await new Promise(setImmediate);
    expect(login.states.map(state => state.kind)).toEqual(['connecting']);
    answer();
    await login.reaches('waiting');
    succeed(server, program);
    await login.over;

    expect(login.states.at(-1)).toMatchObject({ kind: 'done', result: { replaced: false } });
  });

  it('understands output in any pieces', async () => {
    const login = begin();
    const program = await login.program();

    program.print(...Array.from(`Please open this URL in your browser:\n\n${link}\n`));
    const waiting = await login.reaches('waiting');
    succeed(login.server, program);
    await login.over;

    expect(waiting).toMatchObject({ link });
  });

  it('does not take a program that ends with 0 for a success', async () => {
    const login = begin();
    const program = await login.program();

    program.showLink();
    program.print('Claude authentication failed: token exchange failed with status 403\n');
    program.exit(0);
    await login.over;

    expect(login.states.at(-1)).toMatchObject({
      kind: 'failed',
      problem: { code: 'exchange-failed', detail: expect.stringContaining('403') as unknown },
    });
  });

  it('reads the log file where the program said nothing', async () => {
    const login = begin();
    const program = await login.program();
    login.server.put(
      '/CLIProxyAPI/logs/main.log',
      [
        '[2026-11-22 10:00:00] [--------] [error] [claude.go:1] token exchange failed: an older one',
        'CLIProxyAPI Version: 7.2.140, Commit: x',
        '[2026-11-22 11:00:00] [--------] [error] [claude.go:1] OAuth error: access_denied',
      ].join('\n'),
    );

    program.showLink();
    program.exit(0);
    await login.over;

    expect(login.states.at(-1)).toMatchObject({ problem: { code: 'denied' } });
  });

  it.each([126, 127])('says that the program is not there when it ends with %d', async exitCode => {
    const login = begin();
    const program = await login.program();

    program.exit(exitCode);
    await login.over;

    expect(login.states.at(-1)).toMatchObject({ problem: { code: 'program-missing' } });
  });

  describe('that takes too long', () => {
    it('is ended when there is no link', async () => {
      const login = begin({ limits: { linkMs: 30 } });
      const program = await login.program();

      await login.over;

      expect(login.states.at(-1)).toMatchObject({ kind: 'failed', problem: { code: 'no-link' } });
      expect(program.isRunning()).toBe(false);
    });

    it('is ended when nobody authorizes', async () => {
      const login = begin({ waitMs: 20, limits: { graceMs: 20 } });
      const program = await login.program();

      program.showLink();
      await login.over;

      expect(login.states.at(-1)).toMatchObject({ problem: { code: 'timed-out' } });
      expect(program.isRunning()).toBe(false);
    });

    it('is ended when the exchange gives no answer', async () => {
      const login = begin({ limits: { exchangeMs: 30 } });
      const program = await login.program();

      program.showLink();
      await login.reaches('waiting');
      // From here on it hears nothing more, as one that exchanges does.
      program.listens = false;
      login.hear({ kind: 'delivered' });
      await login.over;

      expect(login.states.at(-1)).toMatchObject({ problem: { code: 'exchange-silent' } });
      expect(program.isRunning()).toBe(false);
      expect(login.server.kills).toHaveLength(1);
    });
  });

  describe('that is cancelled', () => {
    it('is ended by a callback, without a tool of the image', async () => {
      const login = begin();
      const program = await login.program();

      program.showLink();
      await login.reaches('waiting');
      login.hear({ kind: 'stop', problem: { code: 'cancelled', by: 'Ada' } });
      await login.over;

      expect(login.states.at(-1)).toEqual({ kind: 'failed', problem: { code: 'cancelled', by: 'Ada' } });
      expect(program.isRunning()).toBe(false);
      expect(login.server.kills).toEqual([]);
    });

    it('does not lose an account that was saved in that very moment', async () => {
      const login = begin();
      const program = await login.program();
      program.showLink();
      await login.reaches('waiting');
      program.obeys = false;

      login.hear({ kind: 'stop', problem: { code: 'cancelled', by: 'Ada' } });
      succeed(login.server, program);
      await login.over;

      expect(login.states.at(-1)).toMatchObject({ kind: 'done' });
    });
  });

  describe('whose connection is lost', () => {
    it('is ended after the person was told', async () => {
      const login = begin();
      const program = await login.program();
      program.showLink();
      await login.reaches('waiting');

      program.breakConnection();
      await login.reaches('failed');
      await login.over;

      expect(login.states.at(-1)).toMatchObject({ problem: { code: 'connection-lost' } });
      expect(program.isRunning()).toBe(false);
    });

    it('ends nothing where another has begun since the person was told', async () => {
      const line: Login[] = [];
      const login = begin({ line });
      const program = await login.program();
      program.showLink();
      await login.reaches('waiting');

      line.push(loginOf({ id: 'ali.other', state: { kind: 'connecting' } }));
      program.breakConnection();
      await login.over;

      expect(login.states.at(-1)).toMatchObject({ problem: { code: 'connection-lost' } });
      expect(program.isRunning()).toBe(true);
      expect(login.server.kills).toEqual([]);
    });

    it('is left to its own waiting time when the server stays away', async () => {
      const login = begin({ limits: { cleanUpMs: 0 } });
      const program = await login.program();
      program.showLink();
      await login.reaches('waiting');

      login.server.unreachable = new UserError({
        code: 'ssh-timeout',
        server: 'ali',
        host: 'ali',
        port: 22,
      });
      program.breakConnection();
      await login.over;

      expect(login.states.at(-1)).toMatchObject({ problem: { code: 'connection-lost' } });
      expect(program.isRunning()).toBe(true);
    });
  });

  it('is ended when nobody can be told of it any more', async () => {
    const login = begin({ cannotPublish: 'waiting' });
    const program = await login.program();

    program.showLink();
    await login.over;

    expect(login.states.at(-1)).toEqual({ kind: 'failed', problem: { code: 'queue-unavailable' } });
    expect(program.isRunning()).toBe(false);
  });

  it('believes no saved line without the file', async () => {
    const login = begin();
    const program = await login.program();

    program.showLink();
    program.print(`Authentication saved to ${credentialPath}\nClaude authentication successful!\n`);
    program.exit(0);
    await login.over;

    expect(login.states.at(-1)).toEqual({
      kind: 'failed',
      problem: { code: 'file-not-seen', path: credentialPath },
    });
  });

  it('calls an account replaced when its file was there before', async () => {
    const server = fakeServer();
    server.put(credentialPath, credential('old'));
    const login = begin({ server });
    const program = await login.program();

    program.showLink();
    await login.reaches('waiting');
    succeed(server, program);
    await login.over;

    expect(login.states.at(-1)).toMatchObject({ kind: 'done', result: { replaced: true } });
  });
});
