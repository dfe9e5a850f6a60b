import { claude } from '../../src/cliproxy/claude';
import type { Management } from '../../src/cliproxy/management';
import type { Provider } from '../../src/cliproxy/provider';
import { UserError } from '../../src/errors';
import type { Login, LoginState } from '../../src/jobs/login';
import { runLogin } from '../../src/login/run';
import type { SessionEvent } from '../../src/login/session';
import { loginLimits, type LoginLimits } from '../../src/login/work';
import { eventually } from '../chat/eventually';
import { loginOf, waiting } from '../fakes/login';
import { fakeManagement } from '../fakes/management';
import type { FakeProgram } from './fake-program';
import { credentialPath, fakeServer, type FakeServer } from './fake-server';
import { settingsOf } from './fake-servers';

export const credential = (token: string): string =>
  JSON.stringify({ type: 'claude', email: 'ada@example.com', access_token: token });

/** One login that runs on a fake server. */
export interface Scene {
  readonly server: FakeServer;
  /** Every state that was published, in order. */
  readonly states: readonly LoginState[];
  /** Resolves when the login is over. */
  readonly over: Promise<void>;
  /** Tells the login what happened elsewhere. */
  hear(event: SessionEvent): void;
  /** The program of the login, once it runs; the second one is that after an orphan. */
  program(index?: number): Promise<FakeProgram>;
  /** Waits until the login is there. */
  reaches(kind: LoginState['kind']): Promise<LoginState>;
}

export function begin(
  options: {
    readonly server?: FakeServer;
    readonly limits?: Partial<LoginLimits>;
    readonly interrupted?: boolean;
    readonly waitMs?: number;
    readonly provider?: Provider;
    readonly management?: Management;
    /** As it was when it was taken up. */
    readonly login?: Login;
    /** The logins of its server, itself included. */
    readonly line?: readonly Login[];
    /** The state that cannot be made known. */
    readonly cannotPublish?: LoginState['kind'];
  } = {},
): Scene {
  const server = options.server ?? fakeServer();
  const states: LoginState[] = [];
  const listeners = new Set<(event: SessionEvent) => void>();
  const provider = options.provider ?? claude;
  const claimed = new Set<string>();
  const over = runLogin(
    {
      login: options.login ?? loginOf(options.interrupted === true ? { state: waiting } : {}),
      server,
      place: settingsOf(server.name),
      management: options.management ?? fakeManagement(),
      provider: { ...provider, waitMs: options.waitMs ?? provider.waitMs },
      limits: { ...loginLimits, pollMs: 5, ...options.limits },
      line: () => Promise.resolve(options.line ?? []),
      atOnce: 10,
      claim: what => Promise.resolve(!claimed.has(what) && claimed.add(what).has(what)),
      restart: container => container.restart(),
      publish: state =>
        state.kind === options.cannotPublish
          ? Promise.reject(new UserError({ code: 'queue-unavailable' }))
          : Promise.resolve(void states.push(state)),
      listen: hear => {
        listeners.add(hear);
        return () => listeners.delete(hear);
      },
    },
    options.interrupted ?? false,
  );
  return {
    server,
    states,
    over,
    hear: event => listeners.forEach(hear => hear(event)),
    program: async (index = 0) => {
      await eventually(
        () => server.programs.length,
        count => count > index,
      );
      const program = server.programs[index];
      if (program === undefined) throw new Error('no program');
      return program;
    },
    reaches: async kind => {
      await eventually(
        () => states.map(state => state.kind),
        kinds => kinds.includes(kind),
      );
      const state = states.find(each => each.kind === kind);
      if (state === undefined) throw new Error(`never ${kind}`);
      return state;
    },
  };
}

/** What the program prints and leaves when a login succeeds. */
export function succeed(server: FakeServer, program: FakeProgram, token = 'new'): void {
  server.put(credentialPath, credential(token));
  server.log('server clients and configuration updated: 1 clients (1 auth entries + 0 Claude API keys)');
  program.print(`Authentication saved to ${credentialPath}\n`, 'Claude authentication successful!\n');
  program.exit(0);
}
