import { readConfig } from '../config';
import type { RunningProgram } from '../program';
import { realPath } from '../program';
import { printCounts } from './server-lines';
import { strategyOf, strategyTraitsOf } from './strategy';

/** Reads a configuration that was changed and goes by it from now on; one that cannot be read changes nothing. */
export function reload(program: RunningProgram): void {
  const { behaviour, configFile, home, log } = program;
  log.line('info', 'config_reload.go:72', `config file changed, reloading: ${configFile}`);
  let config;
  try {
    config = readConfig(realPath(behaviour, configFile), configFile, home);
  } catch (error) {
    log.line(
      'error',
      'config_reload.go:80',
      `failed to reload config: ${error instanceof Error ? error.message : String(error)}`,
    );
    return;
  }
  const traits = strategyTraitsOf(behaviour.version);
  const before = program.read.strategy;
  if (before !== config.strategy) {
    const level = traits.showsChanges ? 'info' : 'debug';
    log.line(level, 'config_reload.go:128', 'config changes detected:');
    log.line(level, 'config_reload.go:130', `  routing.strategy: ${before} -> ${config.strategy}`);
  }
  log.line('info', 'config_reload.go:141', 'config successfully reloaded, triggering client reload');
  const [was, next] = [
    traits.comparesConfigured ? strategyOf(program.config, traits) : program.strategy,
    strategyOf(config, traits),
  ];
  if (was !== next) {
    program.strategy = next;
    if (traits.saysUpdated) log.line('info', 'service.go:545', `routing strategy updated to ${next}`);
  }
  program.read = config;
  program.config = config;
  printCounts(program);
}
