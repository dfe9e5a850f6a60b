import type { Part } from '../../chat/platform';
import type { Problem } from '../../errors';
import { variableOf } from '../../config/variables';
import { balanceProblems } from './balance';
import { importProblems } from './import';
import { loginProblems } from './login';
import { onehubProblems } from './onehub';
import { testProblems } from './test';
import type { WriteCommand } from '../write-command';
import { writingProblems } from './writing';
import { block, bold, code, lines, list, moment, rich } from '../rich';

/** One sentence for each problem: what happened and what to do next. */
export type ProblemSentences = { readonly [P in Problem as P['code']]: (problem: P) => readonly Part[] };

export const problems = (command: WriteCommand): ProblemSentences => ({
  ...balanceProblems(command),
  ...importProblems(command),
  ...loginProblems(command),
  ...onehubProblems(command),
  ...testProblems(command),
  ...writingProblems(),

  'not-allowed': p => {
    const right = { viewer: 'VIEWERS', operator: 'OPERATORS', admin: 'ADMINS' }[p.need];
    const place = p.server === undefined ? rich`` : rich` on ${bold(p.server)}`;
    return lines(
      rich`You may not do that${place}. An administrator can allow it with this line in the bot's .env, then restart it:`,
      [block(`${right}=${p.you}`)],
      p.groupsHidden === true &&
        rich`If a role or group of yours is allowed: I can't see it here, so ask me there.`,
    );
  },
  'unknown-command': p =>
    p.didYouMean === undefined
      ? rich`I don't know the command ${code(p.typed)}. ${command('help')} lists them all.`
      : rich`I don't know the command ${code(p.typed)}. Did you mean ${command(p.didYouMean)}?`,
  'unknown-server': p =>
    p.didYouMean === undefined
      ? rich`I know no server called ${bold(p.typed)}. There is: ${list(', ', p.known)}.`
      : rich`I know no server called ${bold(p.typed)}. Did you mean ${bold(p.didYouMean)}?`,
  'which-server': p => rich`Which server? Name one after the command: ${list(', ', p.known)}.`,
  'unexpected-words': p =>
    rich`I don't understand ${code(p.typed)} there. Write it like this: ${code(p.usage)}`,
  'private-chat-closed': p =>
    p.platform === 'discord'
      ? rich`I can't write to you privately, and the link is for you alone. Allow direct messages from this server's members (Privacy Settings of the server), then ask again.`
      : rich`I can't write to you privately yet, and the link is for you alone. Open our private chat, press Start, then ask again.`,
  'not-a-duration': p =>
    rich`I don't understand the time ${code(p.typed)}. Write it like ${code('30m')}, ${code('2h')} or ${code('1d')}.`,
  'not-a-number': p => rich`${code(p.typed)} is not a number of lines. Write one from 1 to ${p.most}.`,
  'already-pressed': p =>
    rich`${bold(p.by)} already did that, ${moment(p.atMs)}. Nothing more is to be done.`,
  'question-too-old': () =>
    rich`That question is too old, and much may have changed since. Ask again with ${command('restart')}.`,
  'incident-over': p =>
    rich`That is over: nothing needs to be done on ${bold(p.server)} any more. ${command('accounts', p.server)} shows how it is now.`,
  'no-login-of-yours': () => rich`No login of yours is waiting. Start one with ${command('claude-login')}.`,
  'login-is-over': () => rich`That login is already over. Start a new one with ${command('claude-login')}.`,
  'not-your-login': () => rich`That is somebody else's login. Only they or an administrator can end it.`,

  'queue-unavailable': () =>
    rich`The queue (Redis) can't be reached, so nothing was started. Try again in a minute; if it stays like this, an administrator should look at Redis and REDIS_URL.`,
  'no-worker': () =>
    rich`No worker took this up in time, so it was withdrawn. An administrator should see that a process with ROLE=worker (or both) is running.`,
  'worker-silent': () =>
    rich`The worker that took this up gave no answer, so it may be done or not. Look at ${command('alerts')} before you try again.`,

  'paste-empty': () =>
    rich`There was nothing in it. After you authorize, copy the whole address from your browser's address bar and send it here.`,
  'paste-not-an-address': () =>
    rich`That is not the address I need. After you authorize, the browser ends on a page that doesn't load: copy its whole address (it begins with ${code('localhost')}) and send it here.`,
  'paste-is-the-link': () =>
    rich`That is the link I sent you. Open it, authorize, and send me the address of the page you land on, the one that doesn't load.`,
  'paste-no-code': () =>
    rich`The code is missing from that address: it was probably cut off. Copy the whole address, from ${code('http')} to its end, and send it again.`,
  'paste-no-state': () =>
    rich`The end of that address is missing (${code('state=…')}). Copy the whole address and send it again.`,
  'paste-other-login': () =>
    rich`That address belongs to another login, perhaps an older link. Open the link of this login again, authorize, and send the new address.`,
  'paste-already-delivered': () => rich`I already have it: the login is being checked.`,
  'callback-unreachable': p =>
    p.port === undefined
      ? rich`CLIProxyAPI on ${bold(p.server)} did not take the answer. Your code was not used. Try pasting once more; if it stays like this, ${command('doctor', p.server)} looks for the cause.`
      : lines(
          rich`I could not reach the login on ${bold(p.server)} (port ${p.port.number} of the container). Your code was not used. Try pasting once more; or run this on your computer and open the link again:`,
          [block(p.port.tunnel)],
        ),

  'ssh-host-not-found': p =>
    rich`The name ${code(p.host)} of server ${bold(p.server)} cannot be found. Check HostName in ~/.ssh/config and the network of the bot.`,
  'ssh-refused': p =>
    rich`${bold(p.server)} refuses SSH connections (${code(`${p.host}:${p.port}`)}). Is the machine up, and is the port right in ~/.ssh/config?`,
  'ssh-timeout': p =>
    rich`${bold(p.server)} does not answer (SSH to ${code(`${p.host}:${p.port}`)}). Is the machine up? A firewall may block the bot's address.`,
  'ssh-auth-failed': p =>
    lines(
      rich`${bold(p.server)} did not let ${code(p.user)} in by SSH.`,
      p.tried.length === 0
        ? rich`There was no key to try: give it an IdentityFile in ~/.ssh/config, or an agent.`
        : rich`Tried: ${p.tried.join(', ')}. Put the public key into ~/.ssh/authorized_keys on the server.`,
    ),
  'ssh-key-unreadable': p => {
    const why = {
      missing: 'is not there',
      forbidden: 'may not be read by the bot (check its owner and mode)',
      passphrase: 'is protected: set SSH_PASSPHRASE, or use an agent',
      format: 'is not a private key that I can read',
    }[p.why];
    return rich`The SSH key ${code(p.file)} for ${bold(p.server)} ${why}.`;
  },
  'ssh-config-unreadable': p =>
    rich`The SSH configuration ${code(p.file)} cannot be read, so I don't know how to reach ${bold(p.server)}. Check its owner and mode.`,
  'host-key-unknown': p =>
    lines(
      rich`I have never seen ${bold(p.server)} (${code(p.host)}) and will not trust it unseen. Its key is:`,
      [block(p.fingerprint)],
      rich`If that is right, an administrator runs this once where the bot runs:`,
      [block(p.fix)],
    ),
  'host-key-changed': p =>
    lines(
      rich`The host key of ${bold(p.server)} (${code(p.host)}) has changed. Someone may be listening in, or the server was set up anew. I did not connect. Its key is now:`,
      [block(p.fingerprint)],
      rich`Only if you know why it changed:`,
      [block(p.fix)],
    ),
  'known-hosts-unreadable': p =>
    rich`${code(p.file)} cannot be read, so I can't check who ${bold(p.server)} is, and did not connect. Check its owner and mode.`,
  'connection-lost': p =>
    rich`The connection to ${bold(p.server)} was lost. If a login ran there, it is being ended; nothing was changed. Try again in a moment.`,
  'ssh-failed': p => rich`SSH to ${bold(p.server)} failed: ${p.detail}.`,

  'docker-permission': p =>
    lines(rich`${code(p.user)} may not use Docker on ${bold(p.server)}. On the server, once:`, [
      block(p.fix),
    ]),
  'docker-absent': p =>
    rich`Docker does not answer on ${bold(p.server)} (${code(p.socket)}). Is it running? A different socket is set with ${code(variableOf(p.server, 'DOCKER_SOCKET'))}.`,
  'docker-failed': p => rich`Docker on ${bold(p.server)} said: ${p.detail}`,
  'container-missing': p =>
    lines(
      rich`There is no container ${code(p.container)} on ${bold(p.server)}.`,
      p.others.length === 0
        ? rich`No container is there at all: start CLIProxyAPI first.`
        : rich`There is: ${p.others.join(', ')}. Set the right one with ${code(variableOf(p.server, 'CONTAINER'))}.`,
    ),
  'container-down': p =>
    lines(
      rich`The container ${code(p.container)} on ${bold(p.server)} is not running (${p.status}). On the server:`,
      [block(`docker start ${p.container}`)],
    ),

  'no-answer': p =>
    rich`The container ${code(p.container)} on ${bold(p.server)} runs, but its port ${p.port} has not answered for ${p.seconds} seconds. ${command('logs', p.server)} shows why, ${command('doctor', p.server)} looks at everything.`,
  'program-missing': p =>
    rich`${code(p.program)} is not in the container on ${bold(p.server)}. Set its place with ${code(variableOf(p.server, 'PROGRAM'))}.`,
  'program-config': p =>
    rich`CLIProxyAPI on ${bold(p.server)} cannot start with its configuration: ${p.detail}`,
  'port-in-use': p =>
    rich`Port ${p.port} in the container on ${bold(p.server)} is taken, and not by a login I could end. Close what uses it (a login in the web panel?) or restart the container.`,
  'no-link': p =>
    rich`CLIProxyAPI on ${bold(p.server)} gave no link.${p.detail === undefined ? '' : ` It said: ${p.detail}`} Try again; ${code('docker logs')} on the server may say more.`,
  denied: () => rich`You chose not to authorize. Nothing was changed.`,
  'timed-out': p =>
    rich`Nobody authorized within ${p.minutes} minutes, so the login ended. Nothing was changed.`,
  cancelled: p =>
    p.by === '' ? rich`Cancelled. Nothing was changed.` : rich`Cancelled by ${p.by}. Nothing was changed.`,
  interrupted: () =>
    rich`The bot was restarted in the middle of this login, so it was ended. Nothing was changed. Please start it again.`,
  'callback-rejected': p =>
    rich`CLIProxyAPI refused the address: ${p.detail}. Start again and use the new link.`,
  'exchange-failed': p =>
    lines(
      rich`The provider did not accept the code.${p.detail === undefined ? '' : ` It said: ${p.detail}`}`,
      p.outdated === undefined
        ? rich`Codes work once and only for minutes: start again and paste at once. If it stays like this, upgrade CLIProxyAPI.`
        : rich`CLIProxyAPI ${p.outdated} is too old: it sends the code to an address that now refuses it. Upgrade to v6.8.23 or newer.`,
    ),
  'exchange-silent': p =>
    rich`The provider did not answer within ${p.seconds} seconds, so the login was ended. Try again; if it stays like this, the server may not reach it.`,
  'save-failed': p =>
    rich`The account could not be saved: ${p.detail}. Check space and permissions of the auth directory.`,
  'file-not-seen': p =>
    rich`CLIProxyAPI said it saved ${code(p.path)}, but the file is not there or did not change. Check the volume of the auth directory, then log in again.`,
  'not-loaded': p =>
    rich`${code(p.file)} was saved, but CLIProxyAPI did not load it, not even after a restart. Look at ${code('docker logs')} on the server.`,
  'login-failed': p =>
    p.detail === undefined
      ? rich`The login ended without success${p.exitCode === undefined ? '' : ` (exit code ${p.exitCode})`} and CLIProxyAPI did not say why. Try again.`
      : rich`The login ended without success. CLIProxyAPI said: ${p.detail}`,
});
