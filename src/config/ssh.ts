import type { SshSettings } from '../server/settings';
import type { Environment } from './environment';
import type { Role } from './queue';
import type { Reader } from './reader';

/** What SSH takes from this machine. The bot role never connects and needs no passphrase. */
export function readSsh(reader: Reader, environment: Environment, role: Role): SshSettings {
  const passphrase = role === 'bot' ? undefined : reader.secret('SSH_PASSPHRASE');
  const agentSocket = reader.text('SSH_AUTH_SOCK');
  return {
    configFile: reader.path('SSH_CONFIG', '~/.ssh/config'),
    ...(passphrase && { passphrase }),
    ...(agentSocket && { agentSocket }),
    home: environment.home,
    localUser: environment.user,
  };
}
