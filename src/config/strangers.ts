import type { Environment } from './environment';
import type { Mistake } from './mistake';
import { nearest } from '../nearest';
import { NAMES_ELSEWHERE, prefixOf, SERVER_SUFFIXES, VARIABLE_NAMES } from './variables';

/**
 * Variables that nobody reads but that were likely meant for us: a name one letter off, what another program calls
 * it, or a setting of a server that is not in `SERVERS`. An environment holds many names that are not ours
 * (`TERM_PROGRAM` ends like one of a server's), so a setting of an unknown server counts only when it is written in
 * `.env` or its prefix is nearly that of a known server; and a name is left alone when the one it resembles is set.
 */
export function findStrangers(environment: Environment, servers: readonly string[]): readonly Mistake[] {
  const { variables, inEnvFile } = environment;
  const prefixes = servers.map(prefixOf);
  const known = [
    ...VARIABLE_NAMES,
    ...prefixes.flatMap(prefix => SERVER_SUFFIXES.map(suffix => `${prefix}_${suffix}`)),
  ];
  const isSet = (name: string) => (variables[name]?.trim() ?? '') !== '';

  return Object.keys(variables)
    .filter(name => isSet(name) && !known.includes(name))
    .flatMap((variable): Mistake[] => {
      const likely = NAMES_ELSEWHERE.get(variable) ?? nearest(variable, known);
      const taken = likely === undefined || isSet(likely) || isSet(`${likely}_FILE`);
      const didYouMean = taken ? undefined : likely;
      if (inEnvFile.has(variable) && endsLikeServerSetting(variable)) {
        return [{ code: 'variable-of-unknown-server', variable, ...(didYouMean && { didYouMean }) }];
      }
      return didYouMean === undefined ? [] : [{ code: 'unknown-variable', variable, didYouMean }];
    });
}

function endsLikeServerSetting(name: string): boolean {
  return SERVER_SUFFIXES.some(suffix => name.endsWith(`_${suffix}`));
}
