import { setTimeout as after } from 'node:timers/promises';
import type { Program } from '../program';

const border = '='.repeat(80);

/** Finds the public address, which may take its time, and prints how to make an SSH tunnel. */
export async function printTunnelBanner(program: Program, port: number): Promise<void> {
  const { behaviour, traits, output, log } = program;
  await after(behaviour.urlDelayMs);
  if (behaviour.publicIp === '') {
    log.line(
      'warning',
      'ssh_helper.go:105',
      'Failed to get public IP, falling back to outbound IP: all IP services failed',
    );
  }
  const ip = behaviour.publicIp || '172.17.0.2';
  const first = 'To authenticate from a remote machine, an SSH tunnel may be required.';
  if (traits.modernLogin) output.print(`${first}\n`);
  else log.line('info', 'ssh_helper.go:123', first);
  output.print(
    [
      border,
      '  Run one of the following commands on your local machine (NOT the server):',
      '',
      '  # Standard SSH command (assumes SSH port 22):',
      `  ssh -L ${port}:127.0.0.1:${port} root@${ip} -p 22`,
      '',
      '  # If using an SSH key (assumes SSH port 22):',
      `  ssh -i <path_to_your_key> -L ${port}:127.0.0.1:${port} root@${ip} -p 22`,
      '',
      "  NOTE: If your server's SSH port is not 22, please modify the '-p 22' part accordingly.",
      border,
      '',
    ].join('\n'),
  );
}
