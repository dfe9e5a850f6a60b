import path from 'node:path';
import type { SshSettings } from '../settings';
import { readHostOptions, type HostOptions } from './config-file';
import { jumpsOf, portOf, type Jump } from './jump';

/** One machine on the way, with everything `ssh` would know of it. Paths are absolute. */
export interface HostSettings {
  /** As it was asked for: `ali`. */
  readonly alias: string;
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly identityFiles: readonly IdentityFile[];
  /** The agent's socket, where one may be asked. */
  readonly agentSocket?: string;
  /** Only keys of `identityFiles` may be offered, also from the agent. */
  readonly identitiesOnly: boolean;
  /** Machines to go through, nearest first. */
  readonly jumps: readonly Jump[];
  /** The name under which known_hosts may hold the key, best first. */
  readonly knownAs: readonly string[];
  readonly knownHostsFiles: readonly string[];
  readonly timeoutMs: number;
  /** The config wants a `ProxyCommand`, which is not run here. */
  readonly proxyCommand: boolean;
}

export interface IdentityFile {
  readonly path: string;
  /** Named in the config file; the usual names are only tried. */
  readonly configured: boolean;
}

const USUAL_KEYS = ['id_ed25519', 'id_ecdsa', 'id_rsa'];
const USUAL_TIMEOUT_MS = 15_000;

/**
 * What `ssh <jump>` would use. A name the config file does not know is a host name. Throws UnreadableConfig.
 */
export async function resolveHost(jump: Jump, ssh: SshSettings): Promise<HostSettings> {
  const options = await readHostOptions(ssh.configFile, ssh.home, jump.host);
  const host = (one(options, 'hostname') ?? '%h').replace(/%(.)/g, (whole, letter) =>
    letter === 'h' ? jump.host : letter === '%' ? '%' : whole,
  );
  const port = jump.port ?? portOf(one(options, 'port')) ?? 22;
  const user = jump.user ?? one(options, 'user') ?? ssh.localUser;
  const place = (text: string): string => expand(text, { host, alias: jump.host, port, user, ssh });
  const agentSocket = agentOf(one(options, 'identityagent'), ssh, place);

  return {
    alias: jump.host,
    host,
    port,
    user,
    identityFiles: identityFilesOf(many(options, 'identityfile'), ssh.home, place),
    ...(agentSocket === undefined ? {} : { agentSocket }),
    identitiesOnly: isYes(one(options, 'identitiesonly')),
    jumps: jumpsOf(one(options, 'proxyjump')),
    knownAs: knownAs(one(options, 'hostkeyalias'), host, port),
    knownHostsFiles: knownHostsFilesOf(options, ssh.home, place),
    timeoutMs: timeoutOf(one(options, 'connecttimeout')),
    proxyCommand: wantsCommand(options),
  };
}

function identityFilesOf(
  configured: readonly string[],
  home: string,
  place: (text: string) => string,
): readonly IdentityFile[] {
  if (configured.length === 0) {
    return USUAL_KEYS.map(name => ({ path: path.join(home, '.ssh', name), configured: false }));
  }
  const paths = configured.filter(file => file.toLowerCase() !== 'none').map(place);
  return [...new Set(paths)].map(file => ({ path: file, configured: true }));
}

function agentOf(
  configured: string | undefined,
  ssh: SshSettings,
  place: (text: string) => string,
): string | undefined {
  if (configured === undefined || /^\$?\{?SSH_AUTH_SOCK\}?$/.test(configured)) return ssh.agentSocket;
  return configured.toLowerCase() === 'none' ? undefined : place(configured);
}

function knownAs(alias: string | undefined, host: string, port: number): readonly string[] {
  if (alias !== undefined) return [alias.toLowerCase()];
  const name = host.toLowerCase();
  return port === 22 ? [name] : [`[${name}]:${port}`, name];
}

function knownHostsFilesOf(
  options: HostOptions,
  home: string,
  place: (text: string) => string,
): readonly string[] {
  const user = many(options, 'userknownhostsfile');
  const global = many(options, 'globalknownhostsfile');
  return [
    ...(user.length > 0 ? user : [`${home}/.ssh/known_hosts`, `${home}/.ssh/known_hosts2`]),
    ...(global.length > 0 ? global : ['/etc/ssh/ssh_known_hosts', '/etc/ssh/ssh_known_hosts2']),
  ]
    .filter(file => file.toLowerCase() !== 'none')
    .map(place);
}

function wantsCommand(options: HostOptions): boolean {
  const command = one(options, 'proxycommand');
  return command !== undefined && command.toLowerCase() !== 'none' && one(options, 'proxyjump') === undefined;
}

function timeoutOf(text: string | undefined): number {
  const seconds = Number(text);
  return text !== undefined && Number.isInteger(seconds) && seconds > 0 ? seconds * 1000 : USUAL_TIMEOUT_MS;
}

function isYes(text: string | undefined): boolean {
  return text !== undefined && /^(yes|true)$/i.test(text);
}

/** `~`, `${HOME}` and the %-letters of ssh_config(5) that a path may hold. */
function expand(
  text: string,
  facts: {
    readonly host: string;
    readonly alias: string;
    readonly port: number;
    readonly user: string;
    readonly ssh: SshSettings;
  },
): string {
  const letters: Readonly<Record<string, string>> = {
    '%': '%',
    d: facts.ssh.home,
    h: facts.host,
    k: facts.alias,
    n: facts.alias,
    p: String(facts.port),
    r: facts.user,
    u: facts.ssh.localUser,
  };
  const expanded = text
    .replaceAll('${HOME}', facts.ssh.home)
    .replace(/^~(?=\/|$)/, facts.ssh.home)
    .replace(/%(.)/g, (whole, letter: string) => letters[letter] ?? whole);
  return path.resolve(facts.ssh.home, expanded);
}

function one(options: HostOptions, name: string): string | undefined {
  const value = options[name];
  return typeof value === 'string' ? value : value?.[0];
}

function many(options: HostOptions, name: string): readonly string[] {
  const value = options[name];
  if (value === undefined) return [];
  return typeof value === 'string' ? [value] : value;
}
