import { kimi } from '../../src/cliproxy/kimi';
import type { Managed, Management } from '../../src/cliproxy/management';
import type { HttpAnswer } from '../../src/server/server';
import { eventually } from '../chat/eventually';
import { link as claudeLink, loginOf, oauthState, waiting, waitingWithoutPort } from '../fakes/login';
import { fakeManagement } from '../fakes/management';
import { fakeProgram } from './fake-program';
import { credentialPath, fakeServer, type FakeServer } from './fake-server';
import { begin, credential } from './scene';

const link = `${claudeLink}&redirect_uri=http%3A%2F%2Flocalhost%3A54545%2Fcallback`;

/** A server that runs logins itself and is as a test tells it. */
interface ManagingServer {
  readonly management: Management;
  /** What `get-auth-status` says. */
  status: Managed<HttpAnswer>;
  /** Whether a pending login can be forgotten; undefined: not in this release. */
  cancels: boolean | undefined;
  readonly forgotten: readonly string[];
}

function json(body: unknown): Managed<HttpAnswer> {
  return { state: 'answered', answer: { status: 200, headers: {}, body: JSON.stringify(body) } };
}
const wait = json({ status: 'wait' });
const ok = json({ status: 'ok' });

function managing(begun: object = { status: 'ok', url: link, state: oauthState }): ManagingServer {
  const forgotten: string[] = [];
  const server: ManagingServer = {
    status: wait,
    cancels: true,
    forgotten,
    management: fakeManagement({
      request: (_container, { method, path }) => {
        if (path.endsWith('-auth-url')) return Promise.resolve(json(begun));
        if (path.startsWith('/get-auth-status')) return Promise.resolve(server.status);
        if (method !== 'DELETE' || server.cancels === undefined)
          return Promise.resolve({ state: 'not-found' });
        forgotten.push(path);
        return Promise.resolve(json({ status: 'ok', cancelled: server.cancels }));
      },
    }),
  };
  return server;
}

/** What the server leaves and prints when a login succeeds. */
function save(server: FakeServer, path = credentialPath, token = 'new'): void {
  server.put(path, credential(token));
  server.log('server clients and configuration updated: 1 clients (1 auth entries + 0 Claude API keys)');
  server.log(`Authentication successful! Token saved to ${path}`);
}

describe('a login that the server itself runs', () => {
  it('goes from the link to the account, and starts nothing', async () => {
    const managed = managing();
    const login = begin({ management: managed.management });

    const shown = await login.reaches('waiting');
    login.hear({ kind: 'delivered' });
    await login.reaches('checking');
    save(login.server);
    managed.status = ok;
    await login.over;

    expect(shown).toMatchObject({ kind: 'waiting', link, oauthState, endedOrphan: false });
    expect(shown).not.toHaveProperty('port');
    expect(login.states.at(-1)).toMatchObject({ kind: 'done', result: { email: 'ada@example.com' } });
    expect(login.server.programs).toEqual([]);
  });

  it('shows a code, how long it is good, and that nobody need wait for it', async () => {
    const url = 'https://www.kimi.com/device?user_code=AB-CD';
    const managed = managing({ status: 'ok', url, state: 'kmi-1', user_code: 'AB-CD', expires_in: 600 });
    const login = begin({ management: managed.management, provider: kimi });
    const startedAtMs = Date.now();

    const shown = await login.reaches('confirming');
    login.server.put('/root/.cli-proxy-api/kimi-1.json', '{"type":"kimi"}');
    login.server.log('server clients and configuration updated: 1 clients (1 auth entries)');
    login.server.log('Authentication successful! Token saved to /root/.cli-proxy-api/kimi-1.json');
    managed.status = ok;
    await login.over;

    expect(shown).toMatchObject({ link: url, userCode: 'AB-CD', sideBySide: true, oauthState: 'kmi-1' });
    expect(shown.kind === 'confirming' && shown.untilMs - startedAtMs).toBeGreaterThanOrEqual(600_000);
    expect(login.states.at(-1)).toMatchObject({ kind: 'done', result: { file: 'kimi-1.json' } });
  });

  it('does not believe an ok before its callback was handed over, and not somebody else’s file', async () => {
    const managed = managing();
    const login = begin({ management: managed.management });
    await login.reaches('waiting');

    save(login.server, '/root/.cli-proxy-api/claude-bob@example.com.json');
    managed.status = ok;
    await login.over;

    expect(login.states.at(-1)).toEqual({
      kind: 'failed',
      problem: { code: 'login-failed', detail: 'unknown or expired state' },
    });
  }, 15_000);

  it('takes no file of another provider for its own', async () => {
    const managed = managing();
    const login = begin({ management: managed.management });
    await login.reaches('waiting');
    login.hear({ kind: 'delivered' });
    await login.reaches('checking');

    login.server.put('/root/.cli-proxy-api/kimi-1.json', '{"type":"kimi"}');
    login.server.log('Authentication successful! Token saved to /root/.cli-proxy-api/kimi-1.json');
    save(login.server);
    managed.status = ok;
    await login.over;

    expect(login.states.at(-1)).toMatchObject({ result: { file: 'claude-ada@example.com.json' } });
  });

  it('finds its file where the log says nothing of it, new ones first', async () => {
    const server = fakeServer();
    server.put('/root/.cli-proxy-api/claude-old@example.com.json', credential('old'));
    const managed = managing();
    const login = begin({ management: managed.management, server });
    await login.reaches('waiting');
    login.hear({ kind: 'delivered' });

    // Refreshed meanwhile, which is none of a login's business.
    server.put(credentialPath, credential('new'));
    server.put('/root/.cli-proxy-api/claude-old@example.com.json', credential('refreshed'));
    server.log('server clients and configuration updated: 2 clients (2 auth entries)');
    managed.status = ok;
    await login.over;

    expect(login.states.at(-1)).toMatchObject({ result: { file: 'claude-ada@example.com.json' } });
  }, 15_000);

  it.each([
    ['Timeout waiting for OAuth callback', 'timed-out'],
    ['Failed to exchange authorization code for tokens', 'exchange-failed'],
    ['Failed to save authentication tokens', 'save-failed'],
  ])('fails by the words of the server: %s', async (error, code) => {
    const managed = managing();
    const login = begin({ management: managed.management });
    await login.reaches('waiting');

    managed.status = json({ status: 'error', error });
    await login.over;

    expect(login.states.at(-1)).toMatchObject({ kind: 'failed', problem: { code } });
  });

  it('is forgotten by the server when it is cancelled', async () => {
    const managed = managing();
    const login = begin({ management: managed.management });
    await login.reaches('waiting');

    login.hear({ kind: 'stop', problem: { code: 'cancelled', by: 'Ada' } });
    await login.over;

    expect(login.states.at(-1)).toEqual({ kind: 'failed', problem: { code: 'cancelled', by: 'Ada' } });
    expect(managed.forgotten).toEqual([`/oauth-session?state=${oauthState}`]);
  });

  it.each([false, undefined])(
    'does not lose an account that was saved as it was cancelled: %s',
    async cancels => {
      const managed = managing();
      managed.cancels = cancels;
      const login = begin({ management: managed.management });
      await login.reaches('waiting');
      login.hear({ kind: 'delivered' });
      await login.reaches('checking');

      save(login.server);
      managed.status = ok;
      login.hear({ kind: 'stop', problem: { code: 'cancelled', by: 'Ada' } });
      await login.over;

      expect(login.states.at(-1)).toMatchObject({ kind: 'done' });
    },
  );

  it('waits for a server that is away for a moment, and not for one that stays away', async () => {
    const managed = managing();
    const login = begin({ management: managed.management, limits: { awayMs: 80 } });
    await login.reaches('waiting');

    managed.status = { state: 'unavailable' };
    await new Promise(resolve => setTimeout(resolve, 40));
    managed.status = wait;
    await new Promise(resolve => setTimeout(resolve, 80));
    const stillWaits = login.states.at(-1)?.kind;
    managed.status = { state: 'unavailable' };
    await login.over;

    expect(stillWaits).toBe('waiting');
    expect(login.states.at(-1)).toMatchObject({ kind: 'failed', problem: { code: 'no-answer', port: 8317 } });
  });

  it('ends when its key is refused in the middle', async () => {
    const managed = managing();
    const login = begin({ management: managed.management });
    await login.reaches('waiting');

    managed.status = { state: 'refused' };
    await login.over;

    expect(login.states.at(-1)).toMatchObject({ problem: { detail: 'invalid management key' } });
  });
});

describe('a login that a worker died with', () => {
  const openOrphaned = (
    state: Parameters<typeof loginOf>[0],
    others: Parameters<typeof loginOf>[0][] = [],
  ) => {
    const server = fakeServer();
    server.programs.push(fakeProgram('ali'));
    const managed = managing();
    const login = loginOf(state);
    const line = [login, ...others.map((other, at) => loginOf({ id: `ali.${at}`, ...other }))];
    return {
      server,
      managed,
      login: begin({ server, management: managed.management, login, line, interrupted: true }),
    };
  };

  it('is forgotten by the server that ran it, and nothing in the container is ended', async () => {
    const { server, managed, login } = openOrphaned({ state: waitingWithoutPort });

    await login.over;

    expect(managed.forgotten).toEqual([`/oauth-session?state=${oauthState}`]);
    expect(server.programs.map(program => program.isRunning())).toEqual([true]);
    expect(login.states).toEqual([{ kind: 'failed', problem: { code: 'interrupted' } }]);
  });

  it.each([
    ['waited for its turn', { state: { kind: 'queued' } }, []],
    ['had begun while another has the program', { state: { kind: 'connecting' } }, [{ state: waiting }]],
  ] as const)('ends no program of another when it %s', async (_what, state, others) => {
    const { server, login } = openOrphaned(state, [...others]);

    await login.over;

    expect(server.programs.map(program => program.isRunning())).toEqual([true]);
    expect(login.states).toEqual([{ kind: 'failed', problem: { code: 'interrupted' } }]);
  });

  it('has its program ended where nobody else can have one', async () => {
    const { server, login } = openOrphaned({ state: { kind: 'connecting' } }, [
      { state: waitingWithoutPort },
    ]);

    await login.over;

    await eventually(
      () => server.programs.map(program => program.isRunning()),
      running => !running.includes(true),
    );
    expect(login.states).toEqual([{ kind: 'failed', problem: { code: 'interrupted' } }]);
  });
});
