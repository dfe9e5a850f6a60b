import { startCommand } from './commands';
import type { Disk } from './disk';
import type { Launch } from './exec';
import type { Spawned } from './program';
import { startProgram } from './program';
import type { ContainerSettings } from './settings';
import { programPath, variables, workingDirectory } from './settings';

/** Starts a container's main program. */
export function launchMain(settings: ContainerSettings): Spawned {
  return startProgram(settings.standIn, [], { ...place(settings, './CLIProxyAPI'), stdin: false });
}

/** Starts what is asked for by exec; `killExecs` ends those that have a word in their command line. */
export function launcher(
  settings: ContainerSettings,
  disk: Disk,
  killExecs: (word?: string) => void,
): Launch {
  return ({ argv, stdin }) => {
    const [program = '', ...args] = argv;
    if (program === programPath || program === './CLIProxyAPI') {
      return startProgram(settings.standIn, args, { ...place(settings, program), stdin });
    }
    // This one ends what was started with the flag behind it. Here that is no machine's business but the container's.
    if (program === 'sh' && /\bkill\b/.test(args[1] ?? '')) {
      killExecs(args.at(-1));
      return { failure: '', exitCode: 0 };
    }
    const command = startCommand(settings, disk, argv);
    if (command !== undefined) return command;
    const why = program.includes('/')
      ? `stat ${program}: no such file or directory`
      : 'executable file not found in $PATH';
    const failure = `OCI runtime exec failed: exec failed: unable to start container process: exec: "${program}": ${why}: unknown`;
    return { failure, exitCode: 127 };
  };
}

function place(settings: ContainerSettings, name: string): { cwd: string; env: NodeJS.ProcessEnv } {
  const { directory, ports, behaviour } = settings;
  return {
    cwd: directory + workingDirectory,
    env: {
      HOME: '/root',
      ...variables(settings),
      STANDIN_NAME: name,
      STANDIN: JSON.stringify({ ...behaviour, ports, root: directory }),
    },
  };
}
