import { UserError } from '../../src/errors';
import type { Container, ContainerFacts, Endpoint, Execution } from '../../src/server/server';
import type { ContainerFile, LogLine } from '../../src/server/server';

export const callbackPort = 54545;

export const plainFacts: ContainerFacts = {
  image: 'eceasy/cli-proxy-api:latest',
  imageId: 'sha256:1a2b',
  createdAtMs: 0,
  finishedAtMs: 0,
  exitCode: 0,
  oomKilled: false,
  restartCount: 0,
  published: { [callbackPort]: ['127.0.0.1:54545'], 8317: ['127.0.0.1:8317'] },
  mounts: { '/root/.cli-proxy-api': '/srv/cliproxy/auths' },
};

/** What a fake container holds, which tests change. */
export interface FakeContents {
  readonly files: Map<string, ContainerFile>;
  readonly lines: LogLine[];
}

/** A container as it is in this moment: like a real one, it does not change when the server does. */
export function fakeContainer(
  of: Pick<Container, 'id' | 'name' | 'status' | 'startedAtMs' | 'facts' | 'processes' | 'restart'> & {
    readonly endpoints: readonly Endpoint[];
    readonly exec: (argv: readonly string[]) => Execution;
  },
  { files, lines }: FakeContents,
): Container {
  const { endpoints, exec, ...rest } = of;
  return {
    ...rest,
    endpoints: port => endpoints.map(each => (port === callbackPort ? each : { ...each, port })),
    exec: argv => Promise.resolve(exec(argv)),
    files: path => {
      const found = [...files.values()].filter(
        file => file.path === path || file.path.startsWith(`${path}/`),
      );
      return Promise.resolve(found.length === 0 ? undefined : found);
    },
    put: (path, content, mode) => {
      files.set(path, written(path, content, mode));
      return Promise.resolve();
    },
    rewrite: (path, was, content) => {
      const now = files.get(path);
      if (now === undefined || !now.content.equals(was)) {
        return Promise.reject(new UserError({ code: 'file-changed', server: 'ali', path }));
      }
      files.set(path, written(path, content, now.mode));
      return Promise.resolve();
    },
    remove: path => {
      files.delete(path);
      return Promise.resolve();
    },
    logs: ({ sinceMs = 0, tail = Infinity }) =>
      Promise.resolve(lines.filter(line => line.atMs >= sinceMs).slice(-tail)),
  };
}

let writes = 0;

function written(path: string, content: Buffer, mode: number): ContainerFile {
  // Later than whatever a test put there before.
  return { path, modifiedAtMs: 1_000_000 + writes++, sizeBytes: content.length, mode, content };
}
