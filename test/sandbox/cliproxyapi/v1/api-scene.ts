import type { Behaviour } from '../../../../sandbox/cliproxyapi/behaviour';
import type { Scene } from '../scene';

export const key = 'a-key-of-the-server';
const configFile = '/CLIProxyAPI/config.yaml';
const usual = 'port: 8317\nauth-dir: "~/.cli-proxy-api"\n';

export interface Said {
  readonly status: number;
  readonly text: string;
  readonly headers: Headers;
}

/** A running server with a key of its own, and a client that asks it. */
export interface ApiScene {
  /** Writes the configuration with these `api-keys`. */
  readonly keys: (...keys: readonly string[]) => void;
  readonly account: (name: string, fields: Readonly<Record<string, unknown>>) => void;
  readonly get: (path: string, headers?: Readonly<Record<string, string>>) => Promise<Said>;
  readonly models: () => Promise<readonly string[]>;
  readonly complete: (model: string) => Promise<Said>;
  readonly serve: (behaviour?: Partial<Behaviour>) => Promise<void>;
}

export function apiScene(scene: Scene): ApiScene {
  const ask = async (path: string, init: RequestInit): Promise<Said> => {
    const answer = await fetch(`http://127.0.0.1:${scene.place.ports['8317']}${path}`, init);
    return { status: answer.status, headers: answer.headers, text: await answer.text() };
  };
  const bearer = { authorization: `Bearer ${key}` };
  const get = (path: string, headers: Readonly<Record<string, string>> = bearer): Promise<Said> =>
    ask(path, { headers });
  return {
    keys: (...keys) =>
      scene.place.write(configFile, `${usual}api-keys:\n${keys.map(each => `  - "${each}"\n`).join('')}`),
    account: (name, fields) => scene.place.write(`/root/.cli-proxy-api/${name}`, JSON.stringify(fields)),
    get,
    models: async () => {
      const { data } = JSON.parse((await get('/v1/models')).text) as { data: readonly { id: string }[] };
      return data.map(({ id }) => id);
    },
    complete: model =>
      ask('/v1/chat/completions', {
        method: 'POST',
        headers: bearer,
        body: JSON.stringify({ model, messages: [{ role: 'user', content: 'Hello' }] }),
      }),
    serve: async behaviour => {
      await scene.serve(behaviour);
    },
  };
}
