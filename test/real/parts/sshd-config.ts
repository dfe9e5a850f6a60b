/** The sshd_config of a server that does not touch the machine's own SSH. */
export function serverConfig(of: {
  readonly port: number;
  readonly forwarding: boolean;
  readonly hostKeyFiles: readonly string[];
  readonly authorizedKeysFile: string;
  readonly dockerHost?: string;
}): string {
  return lines([
    'ListenAddress 127.0.0.1',
    `Port ${of.port}`,
    ...of.hostKeyFiles.map(file => `HostKey ${file}`),
    'PidFile none',
    'UsePAM no',
    // The temporary directory belongs to everybody.
    'StrictModes no',
    'Subsystem sftp internal-sftp',
    `AuthorizedKeysFile ${of.authorizedKeysFile}`,
    'PubkeyAuthentication yes',
    'PasswordAuthentication no',
    'KbdInteractiveAuthentication no',
    'PermitRootLogin prohibit-password',
    `AllowStreamLocalForwarding ${of.forwarding ? 'yes' : 'no'}`,
    ...(of.dockerHost === undefined ? [] : [`SetEnv DOCKER_HOST=${of.dockerHost}`]),
  ]);
}

/** The `~/.ssh/config` of somebody who reaches the server by any of its aliases. */
export function clientConfig(of: {
  readonly aliases: readonly string[];
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly keyFile: string;
  readonly knownHostsFile: string;
}): string {
  return lines([
    `Host ${of.aliases.join(' ')}`,
    `  HostName ${of.host}`,
    `  Port ${of.port}`,
    `  User ${of.user}`,
    `  IdentityFile ${of.keyFile}`,
    '  IdentitiesOnly yes',
    `  UserKnownHostsFile ${of.knownHostsFile}`,
  ]);
}

function lines(of: readonly string[]): string {
  return `${of.join('\n')}\n`;
}
