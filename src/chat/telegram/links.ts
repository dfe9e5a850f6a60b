import { readTyped } from '../typed-command';

/**
 * A command in the `start` parameter of a link to the bot: the typed line in base64url, at most 64 characters.
 * Options that do not fit are left out; the command then asks for them.
 */
export function startParameter(
  command: string,
  options: Readonly<Record<string, string>>,
): string | undefined {
  const words = Object.entries(options).map(([name, value]) =>
    /\s/.test(value) ? `${name}="${value}"` : `${name}=${value}`,
  );
  const full = encode([command, ...words].join(' '));
  const bare = encode(command);
  return [full, bare].find(parameter => parameter.length <= 64);
}

/** The line a `start` parameter stands for (`/claude-login server=ali`); undefined for one that is not ours. */
export function lineOf(parameter: string): string | undefined {
  const line = `/${Buffer.from(parameter, 'base64url').toString('utf8')}`;
  const isOurs = encode(line.slice(1)) === parameter && readTyped(line) !== undefined;
  return isOurs ? line : undefined;
}

function encode(line: string): string {
  return Buffer.from(line, 'utf8').toString('base64url');
}
