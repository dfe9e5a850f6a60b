import { UserError } from '../../errors';
import type { SshSettings } from '../settings';
import { UnreadableConfig } from './config-file';
import { resolveHost, type HostSettings } from './host-settings';
import type { Jump } from './jump';

/**
 * The machines on the way to a server, nearest first and the server last. As with ssh, the first hop of
 * ProxyJump is reached by its own settings, the next ones through the hop before them. Throws UserError
 * `ssh-config-unreadable`, `ssh-failed` (a circle, a ProxyCommand).
 */
export async function resolveRoute(server: string, ssh: SshSettings): Promise<readonly HostSettings[]> {
  try {
    return await routeTo({ host: server }, []);
  } catch (error) {
    if (!(error instanceof UnreadableConfig)) throw error;
    throw new UserError({ code: 'ssh-config-unreadable', server, file: error.file }, error);
  }

  async function routeTo(jump: Jump, before: readonly string[]): Promise<readonly HostSettings[]> {
    if (before.includes(jump.host)) throw failed('ProxyJump goes in a circle');
    const target = usable(await resolveHost(jump, ssh));
    const [first, ...others] = target.jumps.filter(hop => !isSelf(hop, target));
    if (first === undefined) return [target];
    const near = await routeTo(first, [...before, jump.host]);
    const far = await Promise.all(others.map(async hop => usable(await resolveHost(hop, ssh))));
    return [...near, ...far, target];
  }

  function usable(settings: HostSettings): HostSettings {
    if (settings.proxyCommand) throw failed('ProxyCommand is not supported, use ProxyJump');
    return settings;
  }

  function failed(detail: string): UserError {
    return new UserError({ code: 'ssh-failed', server, detail });
  }
}

/** `Host *` with a ProxyJump also holds for the jump host itself, which is then reached directly. */
function isSelf(hop: Jump, target: HostSettings): boolean {
  return (hop.host === target.alias || hop.host === target.host) && (hop.port ?? target.port) === target.port;
}
