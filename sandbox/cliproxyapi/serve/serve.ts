import { mkdirSync } from 'node:fs';
import type { ConfiguredProgram, RunningProgram } from '../program';
import { realPath } from '../program';
import { startApi } from './api';
import { countAuthFiles, updatedLine } from './counts';
import { fate } from './fate';
import { refreshTokens } from './refresh';
import { reload } from './reload';
import { printCounts, serverLine } from './server-lines';
import { strategyOf, strategyTraitsOf } from './strategy';
import type { Change } from './watch';
import { isPageOnly, tellPageOnly } from './v1/safe-mode';
import { watchAuthFiles, watchFile } from './watch';

/** Runs as a server until SIGTERM or SIGINT. Returns the exit code. */
export async function serve(configured: ConfiguredProgram): Promise<number> {
  const program: RunningProgram = {
    ...configured,
    read: configured.config,
    strategy: strategyOf(configured.config, strategyTraitsOf(configured.behaviour.version)),
  };
  const { behaviour, traits, config, output, log } = program;
  const over = Promise.race([signalled(), fate(behaviour)]);
  const authDir = realPath(behaviour, config.authDir);
  if (config.authDir === '') {
    log.line(
      'error',
      'run.go:66',
      'proxy service exited with error: cliproxy: failed to create auth directory : mkdir : no such file or directory',
    );
    return traits.startFailureExitCode;
  }
  mkdirSync(authDir, { recursive: true, mode: 0o755 });

  if (isPageOnly(program)) return servePage(program, over);
  // Printed whether or not the port could be had: the original waits 100 ms and hopes.
  const api = await startApi(program).catch((error: unknown) => bindFailure(error));
  serverLine(program, 'service.go:461', startLine(program));
  printCounts(program);
  if (typeof api === 'string') {
    const address = `${config.host}:${config.port}`;
    log.line(
      traits.startFailureExitCode === 0 ? 'error' : 'fatal',
      'run.go:66',
      `proxy service exited with error: failed to start HTTP server: listen tcp ${address}: bind: ${api}`,
    );
    return traits.startFailureExitCode;
  }

  const unwatch = [
    ...(behaviour.hotLoad ? [watchAuthFiles(authDir, change => announce(program, change))] : []),
    ...(behaviour.hotConfig
      ? [watchFile(realPath(behaviour, program.configFile), () => reload(program))]
      : []),
  ];
  log.line('info', 'service_lifecycle.go:196', 'file watcher started for config and auth directory changes');
  log.line('info', 'service_lifecycle.go:206', 'core auth auto-refresh started (interval=15m0s)');

  unwatch.push(refreshTokens(program));

  await output.flushed();
  // For a parent that waits; in a real container there is none.
  process.send?.('serving');
  const exitCode = await over;
  for (const end of unwatch) end();
  api.close();
  api.closeAllConnections();
  await output.flushed();
  return exitCode;
}

/** A page instead of the server, which nothing but a restart ends. */
async function servePage(program: RunningProgram, over: Promise<number>): Promise<number> {
  const page = await startApi(program);
  tellPageOnly(program);
  await program.output.flushed();
  process.send?.('serving');
  const exitCode = await over;
  page.close();
  page.closeAllConnections();
  await program.output.flushed();
  return exitCode;
}

function bindFailure(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'EADDRNOTAVAIL' ? 'cannot assign requested address' : 'address already in use';
}

function signalled(): Promise<number> {
  return new Promise(resolve => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => resolve(0));
  });
}

function startLine({ traits, config }: ConfiguredProgram): string {
  const line = 'API server started successfully';
  return traits.startLineHasAddress ? `${line} on: ${config.host}:${config.port}` : line;
}

function announce(program: ConfiguredProgram, { name, operation }: Change): void {
  const { behaviour, traits, config, output, log } = program;
  const line = `auth file changed (${operation}): ${name}, processing incrementally`;
  if (traits.authFileLine === 'printed') output.print(`${line}\n`);
  else log.line('info', 'events.go:125', line);
  if (!traits.countsOnAuthFile || operation === 'CREATE') return;
  const files = countAuthFiles(realPath(behaviour, config.authDir));
  serverLine(program, 'server.go:637', updatedLine(behaviour.version, files, config));
}
