import { claude } from '../../cliproxy/claude';
import { cannotExchange, versionIn } from '../../cliproxy/version';
import type { Check } from '../../jobs/check';
import type { Container } from '../../server/server';

type ProgramCheck = Extract<Check, { readonly name: 'program' }>;

/**
 * Whether the program is there and can log in, by its own usage: `-h` ends with 0 in every version, and prints the
 * version first from v6 on. `otherwise` is what else is known of the version.
 */
export async function checkProgram(
  container: Container,
  program: string,
  otherwise: () => Promise<string | undefined>,
): Promise<ProgramCheck> {
  const name = 'program' as const;
  const help = await container.exec([program, '-h']);
  let printed = '';
  for await (const piece of help.output) printed += piece;
  const exitCode = await help.exitCode();
  if (exitCode === 126 || exitCode === 127) return { name, outcome: 'failed', why: 'missing', program };

  const version = versionIn(printed) ?? (await otherwise());
  const known = version === undefined ? {} : { version };
  if (exitCode !== 0) return { name, outcome: 'unknown', ...known };
  if (!new RegExp(`^\\s*${claude.flag}\\b`, 'm').test(printed)) {
    return { name, outcome: 'failed', why: 'no-claude-login', program, ...known };
  }
  if (version !== undefined && cannotExchange(version)) {
    return { name, outcome: 'failed', why: 'too-old', program, ...known };
  }
  return { name, outcome: 'fine', ...known };
}
