import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { hear } from '../hearing';
import type { RealServer } from '../parts';
import { callbackUrl } from './callback-url';
import { flags, linkPattern, program, type LoginTimes } from './times';

/** What a person does without the bot: the OpenSSH client and the docker command, up to the link. */
export async function loginByHand(server: RealServer): Promise<LoginTimes> {
  const askedAtMs = performance.now();
  const ssh = spawn(
    'ssh',
    ['-F', server.sshd.configFile, 'ali', 'docker', 'exec', server.standIn.name, program, ...flags],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const exited = once(ssh, 'exit');
  const link = await hear(ssh.stdout).says(linkPattern);

  await fetch(`${await callbackUrl(server)}/callback?error=cancelled`, { redirect: 'manual' });
  await exited;
  return { linkMs: link.atMs - askedAtMs, resultMs: 0 };
}
