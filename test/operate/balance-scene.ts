import type { HttpAnswer, HttpRequest } from '../../src/server/server';
import type { CliProxy } from '../../src/cliproxy/cliproxies';
import type { Managed } from '../../src/cliproxy/management';
import { UserError } from '../../src/errors';
import { fakeManagement } from '../fakes/management';
import { openProxy, type ProxyScene } from './scene';

export const configFile = '/CLIProxyAPI/config.yaml';
export const reloaded =
  '[info ] [config_reload.go:141] config successfully reloaded, triggering client reload';

/** A CLIProxyAPI whose configuration can be written. */
export interface BalanceScene {
  readonly server: ProxyScene['server'];
  readonly proxy: CliProxy;
  /** What the file holds now. */
  readonly config: () => string;
  /** Every text that was written into it. */
  readonly writes: readonly string[];
  /** What happens once something was written; by default the program says that it read it. */
  onWrite: (text: string) => void;
  /** What happens just before something is written: what another hand does, or what goes wrong. */
  beforeWrite: () => void;
  /** What the Management API answers; there is no key as long as it is undefined. */
  api: ((request: HttpRequest) => Partial<HttpAnswer> & { readonly status: number }) | undefined;
  /** Of the header of its answers. */
  apiVersion: string | undefined;
  readonly asked: HttpRequest[];
  /** The program's own version, as `-h` prints it. */
  runs: (version: string) => void;
}

export function openBalance(text: string | undefined): BalanceScene {
  const { proxy, server } = openProxy();
  const writes: string[] = [];
  if (text !== undefined) server.put(configFile, text);
  let latest = text ?? '';
  const reached = {
    ...server,
    container: async () => {
      const container = await server.container();
      return {
        ...container,
        rewrite: async (path: string, was: Buffer, content: Buffer) => {
          scene.beforeWrite();
          await container.rewrite(path, was, content);
          latest = content.toString('utf8');
          writes.push(latest);
          scene.onWrite(latest);
        },
      };
    },
  };
  const request = (asked: HttpRequest): Managed<HttpAnswer> => {
    if (scene.api === undefined) return { state: 'no-key' };
    scene.asked.push(asked);
    const answer = { headers: {}, body: '', ...scene.api(asked) };
    const version = scene.apiVersion === undefined ? {} : { version: scene.apiVersion };
    return { state: 'answered', answer, ...version };
  };
  const scene: BalanceScene = {
    server,
    config: () => latest,
    writes,
    onWrite: () => server.log(reloaded),
    beforeWrite: () => undefined,
    api: undefined,
    apiVersion: 'v7.2.140',
    asked: [],
    runs: version => {
      server.onExec = argv =>
        argv.includes('-h') ? printing(`CLIProxyAPI Version: ${version}, Commit: x\n`) : undefined;
    },
    proxy: {
      ...proxy,
      server: reached,
      management: fakeManagement({ request: (_container, asked) => Promise.resolve(request(asked)) }),
    },
  };
  return scene;
}

/** A Management API that holds a strategy as the real one does. */
export function strategyApi(
  strategy: string,
  taken: (value: string) => void = () => undefined,
): BalanceScene['api'] {
  let now = strategy;
  return ({ body, method = 'GET', path }) => {
    if (path !== '/routing/strategy') return { status: 404, body: '{"error":"not found"}' };
    if (method === 'GET') return { status: 200, body: JSON.stringify({ strategy: now }) };
    now = String((JSON.parse(body ?? '') as { value: unknown }).value);
    taken(now);
    return { status: 200, body: '{"status":"ok"}' };
  };
}

export function lost(): never {
  throw new UserError({ code: 'connection-lost', server: 'ali' });
}

function printing(text: string) {
  return {
    output: (async function* () {
      await Promise.resolve();
      yield text;
    })(),
    exitCode: () => Promise.resolve(0),
  };
}
