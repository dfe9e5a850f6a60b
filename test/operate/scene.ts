import type { CliProxy } from '../../src/cliproxy/cliproxies';
import { createLogMemory } from '../../src/cliproxy/log-memory';
import type { Managed, ManagedAccount } from '../../src/cliproxy/management';
import type { Execution, HttpAnswer } from '../../src/server/server';
import { fakeManagement } from '../fakes/management';
import { fakeServer, place, type FakeServer } from '../login/fake-server';

export const ok: HttpAnswer = { status: 200, headers: {}, body: '' };

/** A CLIProxyAPI on a fake server. Its API answers, no login listens, and it has the version of 2026. */
export interface ProxyScene {
  readonly server: FakeServer;
  readonly proxy: CliProxy;
  /** What asking the Management API comes to. */
  managed: () => Promise<Managed<readonly ManagedAccount[]>>;
  /** What the program prints for `-h`, and its exit code. */
  help: { readonly prints: string; readonly exitCode: number };
  /** What `stat -c %a` prints of the auth directory; undefined where the image has no such tool. */
  modeInside: string | undefined;
}

export const usage = `CLIProxyAPI Version: 7.2.140, Commit: 1234567, BuiltAt: 2026-08-22T00:00:00Z
Usage of /CLIProxyAPI/CLIProxyAPI
  -claude-login
    	Login to Claude using OAuth
`;

export function openProxy(): ProxyScene {
  const server = fakeServer();
  server.answer = (_host, _path, { port }) => (port === 8317 ? ok : undefined);
  server.onExec = argv => {
    if (argv[0] === 'stat') {
      return scene.modeInside === undefined ? execution('', 127) : execution(`${scene.modeInside}\n`, 0);
    }
    return argv.includes('-h') ? execution(scene.help.prints, scene.help.exitCode) : undefined;
  };
  const scene: ProxyScene = {
    server,
    managed: () => Promise.resolve({ state: 'no-key' }),
    help: { prints: usage, exitCode: 0 },
    modeInside: '700',
    proxy: {
      server,
      place: {
        name: 'ali',
        containers: ['cliproxy'],
        dockerSocket: '/var/run/docker.sock',
        configFile: '/CLIProxyAPI/config.yaml',
        apiPort: 8317,
        ...place,
      },
      management: fakeManagement({ accounts: () => scene.managed() }),
      log: createLogMemory(place),
    },
  };
  return scene;
}

/** A line in which CLIProxyAPI counts its clients. */
export function countLine(entries: number): string {
  return `server clients and configuration updated: ${entries} clients (${entries} auth entries + 0 Claude API keys)`;
}

function execution(prints: string, exitCode: number): Execution {
  return {
    output: (async function* () {
      await Promise.resolve();
      yield prints;
    })(),
    exitCode: () => Promise.resolve(exitCode),
  };
}
