import type { LoginFlag, Traits } from './version';

/** A flag of the program, as its usage shows it. */
interface Flag {
  readonly name: string;
  readonly type: 'bool' | 'int' | 'string';
  readonly usage: string;
}

export type Flags =
  | { readonly kind: 'parsed'; readonly values: ReadonlyMap<string, string> }
  /** What goes to stderr, and with which code the program ends. */
  | { readonly kind: 'refused'; readonly text: string; readonly exitCode: number };

const flag = (name: string, type: Flag['type'], usage: string): Flag => ({ name, type, usage });

const loginUsage: Readonly<Record<LoginFlag, string>> = {
  codex: 'Login to Codex using OAuth',
  'codex-device': 'Login to Codex using device code flow',
  claude: 'Login to Claude using OAuth',
  antigravity: 'Login to Antigravity using OAuth',
  kimi: 'Login to Kimi using OAuth',
  xai: 'Login to xAI using OAuth',
};

function flagsOf(traits: Traits): readonly Flag[] {
  return [
    ...traits.logins.map(name => flag(`${name}-login`, 'bool', loginUsage[name])),
    flag('config', 'string', 'Configure File Path'),
    flag('no-browser', 'bool', "Don't open browser automatically for OAuth"),
    ...(traits.callbackPortFlag
      ? [
          flag(
            'oauth-callback-port',
            'int',
            'Override OAuth callback port (defaults to provider-specific port)',
          ),
        ]
      : []),
    flag('password', 'string', ''),
  ];
}

/** Parses arguments by the rules of Go's flag package: `-x` and `--x` are equal, the first plain word ends it. */
export function parseFlags(program: string, args: readonly string[], traits: Traits): Flags {
  const known = flagsOf(traits);
  const values = new Map<string, string>();
  const refuse = (problem: string): Flags => ({
    kind: 'refused',
    text: `${problem}\n${usage(program, known)}`,
    exitCode: 2,
  });
  for (let at = 0; at < args.length; at++) {
    const argument = args[at] ?? '';
    const match = /^--?([^-=][^=]*)(?:=(.*))?$/s.exec(argument);
    if (argument === '--' || argument === '-' || !argument.startsWith('-')) break;
    const name = match?.[1];
    if (name === undefined) return refuse(`bad flag syntax: ${argument}`);
    const found = known.find(candidate => candidate.name === name);
    if (!found) {
      if (name === 'h' || name === 'help')
        return { kind: 'refused', text: usage(program, known), exitCode: 0 };
      return refuse(`flag provided but not defined: -${name}`);
    }
    const value = match?.[2] ?? (found.type === 'bool' ? 'true' : args[++at]);
    if (value === undefined) return refuse(`flag needs an argument: -${name}`);
    if (found.type === 'int' && !/^-?\d+$/.test(value)) {
      return refuse(`invalid value "${value}" for flag -${name}: parse error`);
    }
    values.set(name, value);
  }
  return { kind: 'parsed', values };
}

function usage(program: string, known: readonly Flag[]): string {
  const entries = known
    .filter(({ name }) => name !== 'password')
    .map(({ name, type, usage: text }) => `  -${name}${type === 'bool' ? '' : ` ${type}`}\n    ${text}\n`);
  return `Usage of ${program}\n${entries.join('')}`;
}
