import type { ConfiguredProgram } from '../program';
import { realPath } from '../program';
import { countAuthFiles, loadCompleteLine, updatedLine } from './counts';

/** Lines that became bare stdout with v6.0.4. */
export function serverLine({ traits, output, log }: ConfiguredProgram, source: string, line: string): void {
  if (traits.printsServerLines) output.print(`${line}\n`);
  else log.line('info', source, line);
}

export function printCounts(program: ConfiguredProgram): void {
  const { behaviour, config } = program;
  const files = countAuthFiles(realPath(behaviour, config.authDir));
  serverLine(program, 'server.go:637', updatedLine(behaviour.version, files, config));
  const loaded = loadCompleteLine(behaviour.version, files, config);
  if (loaded !== undefined) program.log.line('info', 'clients.go:152', loaded);
}
