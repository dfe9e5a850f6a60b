import type Docker from 'dockerode';
import { startExecution } from './execution';
import type { Engine } from './engine';
import { outcomeOf, type Outcome } from './run';
import type { Owner } from './tar';

/** What it takes to write to a container. Where Docker says no, each throws EngineRefusal. */
export interface Ways {
  readonly server: string;
  /** Directories of the machine that its programs may write to, by their path in the container. */
  readonly mounts: readonly string[];
  /** Whom its programs run as. */
  owner(): Promise<Owner>;
  /** Unpacks an archive in a directory: what has the same name there is replaced. */
  unpack(directory: string, tar: Buffer): Promise<void>;
  /** Runs a program to its end. */
  run(argv: readonly string[]): Promise<Outcome>;
}

const UPLOAD_TIMEOUT_MS = 60_000;

export function waysInto(engine: Engine, info: Docker.ContainerInspectInfo): Ways {
  const run = async (argv: readonly string[]): Promise<Outcome> =>
    await outcomeOf(await startExecution(engine, info.Id, argv));
  return {
    server: engine.server,
    mounts: mountsOf(info),
    owner: async () => {
      // Docker leaves out what is empty: the declared types promise more than it keeps.
      const config: Partial<Docker.ContainerInspectInfo['Config']> = info.Config;
      if (/^(?:|0|root)(?::(?:0|root))?$/.test(config.User ?? '')) return { uid: 0, gid: 0 };
      const [uid, gid] = await Promise.all([run(['id', '-u']), run(['id', '-g'])]);
      return { uid: numberIn(uid), gid: numberIn(gid) };
    },
    unpack: async (directory, tar) => {
      await engine.call(
        (docker, abortSignal) =>
          docker.getContainer(info.Id).putArchive(tar, { path: directory, abortSignal }),
        UPLOAD_TIMEOUT_MS,
      );
    },
    run,
  };
}

/** Docker does not unpack into what lies in memory alone (`--tmpfs`), but below it. */
function mountsOf({ Mounts }: Partial<Pick<Docker.ContainerInspectInfo, 'Mounts'>>): readonly string[] {
  return (Mounts ?? [])
    .filter(({ Type, RW }) => RW && (Type === 'bind' || Type === 'volume'))
    .map(({ Destination }) => Destination);
}

/** Root's where it cannot be told: then the program that is to read it says so. */
function numberIn({ output }: Outcome): number {
  const number = Number(output.trim());
  return Number.isSafeInteger(number) ? number : 0;
}
