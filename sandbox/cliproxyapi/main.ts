import { behaviourNow } from './behaviour';
import { readConfig } from './config';
import { parseFlags } from './flags';
import { createLog } from './log';
import { loginWith } from './login/login-with';
import { directOutput, dribblingOutput } from './output';
import type { Program } from './program';
import { realPath, shownPath } from './program';
import { serve } from './serve/serve';
import { traitsOf } from './version';

/** The exit code of a stand-in that was told nonsense; the program itself never uses it. */
const misconfigured = 70;

async function run(args: readonly string[]): Promise<number> {
  const behaviour = behaviourNow();
  const traits = traitsOf(behaviour.version);
  const output = (behaviour.dribble ? dribblingOutput : directOutput)(process.stdout);
  const program: Program = {
    behaviour,
    traits,
    output,
    log: createLog(traits, output),
    name: process.env['STANDIN_NAME'] ?? '/CLIProxyAPI/CLIProxyAPI',
    home: process.env['HOME'] ?? '/root',
    directory: shownPath(behaviour, process.cwd()),
  };
  const exitCode = await runProgram(program, args);
  await output.flushed();
  return exitCode;
}

async function runProgram(program: Program, args: readonly string[]): Promise<number> {
  const { behaviour, traits, output, log } = program;
  const banner = `CLIProxyAPI Version: ${behaviour.version}, Commit: ${behaviour.commit}, BuiltAt: ${behaviour.builtAt}`;
  if (traits.modernLogin) output.print(`${banner}\n`);

  const flags = parseFlags(program.name, args, traits);
  if (flags.kind === 'refused') {
    process.stderr.write(flags.text);
    return flags.exitCode;
  }

  const configFile = flags.values.get('config') ?? `${program.directory}/config.yaml`;
  const source = traits.startFailureExitCode === 0 ? 'main.go:531' : 'main.go:362';
  let config;
  try {
    config = readConfig(realPath(behaviour, configFile), configFile, program.home);
  } catch (error) {
    const level = traits.startFailureExitCode === 0 ? 'error' : 'fatal';
    log.line(
      level,
      source,
      `failed to load config: ${error instanceof Error ? error.message : String(error)}`,
    );
    return traits.startFailureExitCode;
  }
  if (config.debug) log.showDebug();
  if (config.loggingToFile) log.toFile(realPath(behaviour, `${program.directory}/logs`));
  log.line('info', traits.logPrefix === 'plain' ? 'main.go:397' : 'main.go:572', banner);

  const configured = { ...program, config, configFile };
  const wanted = traits.logins.find(name => flags.values.get(`${name}-login`) === 'true');
  if (wanted === undefined) return await serve(configured);
  return await loginWith(wanted, configured, Number(flags.values.get('oauth-callback-port') ?? 0));
}

/** A stand-in started by another Node process ends with it; its stdin says nothing about that. */
function endWithParent(): void {
  if (!process.connected) return;
  process.once('disconnect', () => process.exit(1));
  process.channel?.unref();
}

process.env['TZ'] ??= 'Asia/Shanghai';
endWithParent();
run(process.argv.slice(2)).then(
  exitCode => process.exit(exitCode),
  (error: unknown) => {
    process.stderr.write(`stand-in: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(misconfigured);
  },
);
