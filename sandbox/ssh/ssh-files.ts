import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SshServer } from './ssh-server';

/**
 * Writes what an SSH client needs to reach the servers by name into a directory: key, known_hosts, and a
 * configuration, whose path is returned.
 */
export function writeSshFiles(
  directory: string,
  privateKey: string,
  user: string,
  servers: readonly { readonly name: string; readonly ssh: SshServer }[],
): string {
  const keyFile = join(directory, 'id_ed25519');
  const knownHosts = join(directory, 'known_hosts');
  const configFile = join(directory, 'ssh_config');
  writeFileSync(keyFile, privateKey, { mode: 0o600 });
  // The mode above counts only for a new file.
  chmodSync(keyFile, 0o600);
  writeFileSync(knownHosts, servers.map(({ ssh }) => `[127.0.0.1]:${ssh.port} ${ssh.hostKey}\n`).join(''));
  const entries = servers.map(({ name, ssh }) =>
    [
      `Host ${name}`,
      '  HostName 127.0.0.1',
      `  Port ${ssh.port}`,
      `  User ${user}`,
      `  IdentityFile "${keyFile}"`,
      '  IdentitiesOnly yes',
      `  UserKnownHostsFile "${knownHosts}"`,
      '  GlobalKnownHostsFile /dev/null',
      '',
    ].join('\n'),
  );
  writeFileSync(configFile, entries.join('\n'));
  return configFile;
}
