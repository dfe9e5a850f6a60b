import { OpenSSHAgent, type AnyAuthMethod, type IdentityCallback, type ParsedKey } from 'ssh2';
import { UserError } from '../../errors';
import type { HostSettings } from './host-settings';
import type { Identities } from './identity';

/** The ways to log in to one machine, tried in the order ssh tries them. */
export interface Authentication {
  /** The next way; undefined when none is left. */
  next(): AnyAuthMethod | undefined;
  /** The problem when every way was refused. */
  failure(server: string, home: string, cause: unknown): UserError;
}

/**
 * Keys of the agent that the config file names, other keys of the agent (unless IdentitiesOnly), then key files
 * the agent did not already offer, and at last `none`, for servers that know who is calling by other means.
 */
export function createAuthentication(settings: HostSettings, identities: Identities): Authentication {
  const { user: username } = settings;
  const tried: string[] = [];
  const offered: Buffer[] = [];
  const ways = waysIn();

  return {
    next: () => {
      const way = ways.next();
      return way.done === true ? undefined : way.value;
    },
    failure,
  };

  function* waysIn(): Generator<AnyAuthMethod, void> {
    if (settings.agentSocket !== undefined) {
      yield { type: 'agent', username, agent: new ChosenKeys(settings.agentSocket, choose) };
    }
    for (const { file, key } of identities.keys) {
      if (offered.some(blob => blob.equals(key.getPublicSSH()))) continue;
      tried.push(file);
      yield { type: 'publickey', username, key };
    }
    yield { type: 'none', username };
  }

  function choose(held: readonly ParsedKey[]): ParsedKey[] {
    const isWanted = (key: ParsedKey): boolean =>
      identities.wanted.some(blob => blob.equals(key.getPublicSSH()));
    const chosen = [
      ...held.filter(isWanted),
      ...(settings.identitiesOnly ? [] : held.filter(key => !isWanted(key))),
    ];
    if (chosen.length > 0) tried.push('agent');
    offered.push(...chosen.map(key => key.getPublicSSH()));
    return chosen;
  }

  function failure(server: string, home: string, cause: unknown): UserError {
    const short = (file: string): string =>
      file.startsWith(`${home}/`) ? `~${file.slice(home.length)}` : file;
    const locked =
      identities.unreadable.find(({ configured }) => configured) ??
      (tried.length === 0 ? identities.unreadable[0] : undefined);
    if (locked !== undefined) {
      const { file, why } = locked;
      return new UserError({ code: 'ssh-key-unreadable', server, file: short(file), why }, cause);
    }
    const { user, host } = settings;
    return new UserError({ code: 'ssh-auth-failed', server, user, host, tried: tried.map(short) }, cause);
  }
}

/** The agent, showing only the keys that were chosen from what it holds, in that order. */
class ChosenKeys extends OpenSSHAgent {
  constructor(
    socket: string,
    private readonly choose: (held: readonly ParsedKey[]) => ParsedKey[],
  ) {
    super(socket);
  }

  override getIdentities(callback: IdentityCallback<ParsedKey>): void {
    super.getIdentities((error, held) => {
      if (error) callback(error);
      else callback(undefined, this.choose((held ?? []).filter(isParsed)));
    });
  }
}

function isParsed(key: object): key is ParsedKey {
  return 'getPublicSSH' in key;
}
