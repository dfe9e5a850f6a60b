import { readFileSync } from 'node:fs';

/** What the stand-in reads from config.yaml. */
export interface Config {
  readonly host: string;
  readonly port: number;
  readonly authDir: string;
  readonly loggingToFile: boolean;
  /** Lines of the level `debug` are shown. */
  readonly debug: boolean;
  /** `remote-management`: the key as it stands there, which is a hash once the program has seen it. */
  readonly management: { readonly secretKey: string; readonly allowRemote: boolean };
  /** How many entries each list of API keys has. */
  readonly keys: Readonly<Record<KeyList, number>>;
  /** The keys of `claude-api-key` themselves. */
  readonly claudeKeys: readonly string[];
  /** `api-keys`: one of them opens `/v1`, which is open to everybody where there are none. */
  readonly apiKeys: readonly string[];
  /** `routing.strategy` */
  readonly strategy: string;
}

type KeyList = 'gemini' | 'interactions' | 'vertex' | 'claude' | 'codex' | 'xai' | 'openai';

const lists: Readonly<Record<KeyList, string>> = {
  gemini: 'gemini-api-key',
  interactions: 'interactions-api-key',
  vertex: 'vertex-api-key',
  claude: 'claude-api-key',
  codex: 'codex-api-key',
  xai: 'xai-api-key',
  openai: 'openai-compatibility',
};

/**
 * Reads a configuration. Understands the plain YAML such files are written in: `key: value` and lists at the
 * top level. Throws an Error with the sentence the program prints; `shown` is the path it names.
 */
export function readConfig(file: string, shown: string, home: string): Config {
  const text = contents(file, shown);
  const lines = text.split('\n').filter(line => !/^\s*(#|$)/.test(line));
  const bad = lines.find(line => !/^(\s|-|["']?[\w-]+["']?\s*:(\s|$))/.test(line));
  const refuse = (line: string, value: string, into: string): Error =>
    new Error(
      'failed to parse config file: yaml: unmarshal errors:\n  ' +
        `line ${text.split('\n').indexOf(line) + 1}: cannot unmarshal !!str \`${shortened(value)}\` into ${into}`,
    );
  if (bad !== undefined) throw refuse(bad, bad, 'config.Config');
  const port = lines.find(line => /^port:\s*["']?[^\s\d"'#]/.test(line));
  if (port !== undefined) throw refuse(port, valueOf(port.slice('port:'.length)), 'int');
  const scalar = (key: string): string => {
    const line = lines.find(candidate => candidate.startsWith(`${key}:`));
    return valueOf(line?.slice(key.length + 1) ?? '');
  };
  const block = (key: string): readonly string[] => {
    const start = lines.findIndex(line => line.startsWith(`${key}:`));
    if (start < 0) return [];
    const after = lines.slice(start + 1);
    const end = after.findIndex(line => /^[^\s-]/.test(line));
    return end < 0 ? after : after.slice(0, end);
  };
  /** The values of a key in a block, of every entry where it is a list. */
  const inside = (list: string, key: string): readonly string[] =>
    block(list).flatMap(line => {
      const [, rest] = new RegExp(`^[\\s-]+${key}:(.*)$`).exec(line) ?? [];
      return rest === undefined ? [] : [valueOf(rest)];
    });
  /** The entries of a list of plain values. */
  const items = (key: string): readonly string[] =>
    block(key).flatMap(line => {
      const [, rest = ''] = /^\s*-(?:\s+(.*))?$/.exec(line) ?? [];
      return valueOf(rest) === '' ? [] : [valueOf(rest)];
    });
  const length = (key: string): number => {
    const indent = /^\s*-/.exec(block(key)[0] ?? '')?.[0];
    return indent === undefined ? 0 : block(key).filter(line => line.startsWith(indent)).length;
  };
  return {
    host: scalar('host'),
    port: Number(scalar('port')) || 8317,
    authDir: scalar('auth-dir').replace(/^~(?=\/|$)/, home),
    loggingToFile: scalar('logging-to-file') === 'true',
    debug: scalar('debug') === 'true',
    management: {
      secretKey: inside('remote-management', 'secret-key')[0] ?? '',
      allowRemote: inside('remote-management', 'allow-remote')[0] === 'true',
    },
    keys: {
      gemini: length(lists.gemini),
      interactions: length(lists.interactions),
      vertex: length(lists.vertex),
      claude: length(lists.claude),
      codex: length(lists.codex),
      xai: length(lists.xai),
      openai: length(lists.openai),
    },
    claudeKeys: inside(lists.claude, 'api-key'),
    apiKeys: items('api-keys'),
    strategy: inside('routing', 'strategy')[0] ?? inLine(scalar('routing'), 'strategy'),
  };
}

/** As Go's reader of YAML repeats what it could not take. */
function shortened(value: string): string {
  return value.length > 10 ? `${value.slice(0, 7)}...` : value;
}

/** A value of a map in one line: `{ strategy: "rr" }`. */
function inLine(map: string, key: string): string {
  const [, value = ''] = new RegExp(`[{,]\\s*["']?${key}["']?\\s*:([^,}]*)`).exec(map) ?? [];
  return valueOf(value);
}

/** What stands behind the colon, without quotes and comments. */
function valueOf(text: string): string {
  return text
    .replace(/\s#.*$/, '')
    .trim()
    .replace(/^(["'])(.*)\1$/, '$2');
}

function contents(file: string, shown: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'EISDIR') throw new Error(`failed to read config file: read ${shown}: is a directory`);
    if (code === 'EACCES') throw new Error(`failed to read config file: open ${shown}: permission denied`);
    throw new Error(`failed to read config file: open ${shown}: no such file or directory`);
  }
}
