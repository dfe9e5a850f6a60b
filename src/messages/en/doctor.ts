import type { Part } from '../../chat/platform';
import type { Check, CheckName } from '../../jobs/check';
import { block, bold, code, list, moment, rich } from '../rich';
import { variableOf } from '../../config/variables';
import type { WriteCommand } from '../write-command';
import { duration } from './duration';

type Rich = readonly Part[];
type CheckOf<Name extends Check['name']> = Extract<Check, { readonly name: Name }>;

/** What is said of one check, and what mends it where something has to be. */
export interface Finding {
  readonly said: Rich;
  readonly fix?: Rich;
}

const names: Readonly<Record<CheckName, string>> = {
  ssh: 'SSH',
  docker: 'Docker',
  clock: 'the clock',
  container: 'the container',
  program: 'the program',
  answers: 'the API',
  'callback-port': 'the callback port',
  'auth-directory': 'the auth directory',
  loaded: 'what is loaded',
  management: 'the Management API',
};

/** What the doctor says. A problem that has a sentence of its own is said with that one. */
export const doctor = (command: WriteCommand) => ({
  looking: (server: string): Rich => rich`Examining ${bold(server)}…`,
  title: (server: string): Rich => rich`${bold(server)}, examined:`,
  fix: (fix: Rich): Rich => rich`   → ${fix}`,
  summary: (failed: number, warnings: number, isCutShort: boolean): Rich => {
    if (isCutShort) return rich`Mend that first: what is behind it can't be seen before.`;
    if (failed > 0)
      return failed === 1 ? rich`One thing must be mended.` : rich`${failed} things must be mended.`;
    if (warnings > 0)
      return rich`It works; ${warnings === 1 ? 'one thing' : `${warnings} things`} should be better.`;
    return rich`Everything a login needs is in order.`;
  },

  notSeen: (what: CheckName): Rich => rich`Could not look at ${names[what]}: no answer in time.`,
  notSeenBecause: (what: CheckName, why: Rich): Rich => rich`Could not look at ${names[what]}: ${why}`,
  ssh: (way: string | undefined): Rich =>
    way === undefined
      ? rich`SSH connects, and the host key is known.`
      : rich`SSH connects as ${code(way)}, and the host key is known.`,
  docker: (version: string): Rich => rich`Docker ${version} lets me in.`,
  clock: ({ outcome, aheadMs }: CheckOf<'clock'>): Finding =>
    outcome === 'fine'
      ? { said: rich`The server's clock agrees with mine.` }
      : {
          said: rich`The server's clock is ${duration(Math.abs(aheadMs))} ${aheadMs > 0 ? 'ahead of' : 'behind'} mine.`,
          fix: rich`On whichever is wrong:${block('sudo timedatectl set-ntp true')}`,
        },
  container: (name: string, image: string, sinceMs: number, restarts: number): Rich => {
    const often = restarts === 0 ? '' : `; Docker restarted it ${restarts}×`;
    return rich`${code(name)} (${image}) runs since ${moment(sinceMs)}${often}.`;
  },
  program: (check: Exclude<CheckOf<'program'>, { readonly outcome: 'failed' }>): Rich => {
    const version = check.version === undefined ? '' : ` ${check.version}`;
    if (check.outcome === 'unknown') return rich`Could not see what CLIProxyAPI${version} can do.`;
    return version === ''
      ? rich`CLIProxyAPI can log accounts in; its version is not known.`
      : rich`CLIProxyAPI${version} can log accounts in.`;
  },
  tooOld: (version: string): Finding => ({
    said: rich`CLIProxyAPI ${version} is too old: logins fail at their last step, since it sends the code to an address that refuses it.`,
    fix: rich`Upgrade to v6.8.23 or newer, beside the compose file:${block('docker compose pull && docker compose up -d')}`,
  }),
  answers: ({ outcome, port }: CheckOf<'answers'>, server: string): Finding =>
    outcome === 'fine'
      ? { said: rich`The API answers on port ${port}.` }
      : {
          said: rich`The API does not answer on port ${port}.`,
          fix: rich`${command('logs', server)} shows why. Another port is set with ${code(variableOf(server, 'API_PORT'))}.`,
        },
  portFree: (port: number): Rich => rich`The callback port ${port} is free.`,
  portTaken: (port: number): Finding => ({
    said: rich`The callback port ${port} is taken: a login is under way.`,
    fix: rich`If it is nobody's, it ends within five minutes, or with the next login.`,
  }),
  portOpen: (port: number, published: readonly string[]): Finding => ({
    said: rich`The callback port ${port} is open to others: ${list(', ', published)}.`,
    fix: rich`Any visitor can break a login. In the compose file:${block(`"127.0.0.1:${port}:${port}"`)}`,
  }),
  directory: (check: CheckOf<'auth-directory'>, server: string, container: string): Finding => {
    const { path, exists, mode, host, outcome } = check;
    if (!exists) {
      return {
        said: rich`${code(path)} is not in the container.`,
        fix: rich`Mount it there, or set its place with ${code(variableOf(server, 'AUTH_DIR'))}.`,
      };
    }
    const modes = [
      mode !== undefined && `mode ${octal(mode)} in the container`,
      host?.mode !== undefined && `mode ${octal(host.mode)} on the server`,
      mode === undefined && host?.mode === undefined && 'its permissions cannot be seen',
    ].filter(each => each !== false);
    const from =
      host === undefined ? rich`not mounted from the server` : rich`mounted from ${code(host.path)}`;
    const said = rich`Auth directory ${code(path)}: ${modes.join(', ')}; ${from}.`;
    if (outcome === 'fine') return { said };
    const close =
      host === undefined ? `docker exec ${container} chmod 700 ${path}` : `sudo chmod 700 ${host.path}`;
    return { said, fix: rich`Others can read the credentials. On the server:${block(close)}` };
  },
  loaded: ({ outcome, files, counted }: CheckOf<'loaded'>, server: string): Finding => {
    if (files === 0)
      return {
        said: rich`No credential files yet.`,
        fix: rich`${command('claude-login', server)} adds one.`,
      };
    const there = files === 1 ? rich`1 credential file` : rich`${files} credential files`;
    if (outcome === 'fine') return { said: rich`${there}, loaded.` };
    if (outcome === 'warning') {
      return {
        said: rich`${there}, but CLIProxyAPI has loaded ${counted}.`,
        fix: rich`${command('restart', server)} makes it load them all.`,
      };
    }
    return {
      said:
        counted === undefined
          ? rich`${there}; the log does not say how many are loaded.`
          : rich`${there}; the log counted ${counted} the last time, before they changed.`,
    };
  },
  management: ({ state }: CheckOf<'management'>, server: string): Finding => {
    switch (state) {
      case 'answered':
        return { said: rich`The Management API answers.` };
      case 'no-key':
        return {
          said: rich`The Management API is not asked: I have no key.`,
          fix: rich`With ${code(variableOf(server, 'MANAGEMENT_KEY'))} I see more of each account.`,
        };
      case 'refused':
        return {
          said: rich`The Management API refused my key. I won't ask with it again: five refusals would ban us.`,
          fix: rich`Correct ${code(variableOf(server, 'MANAGEMENT_KEY'))} and restart the bot.`,
        };
      case 'forbidden':
        return {
          said: rich`The Management API lets in only whoever asks from inside the container.`,
          fix: rich`Set ${code('remote-management.allow-remote: true')} in config.yaml, or ${code('MANAGEMENT_PASSWORD')} for the container.`,
        };
      case 'not-found':
        return {
          said: rich`The Management API is off: CLIProxyAPI has no key for it.`,
          fix: rich`Set ${code('remote-management.secret-key')} in config.yaml.`,
        };
      case 'unavailable':
        return { said: rich`The Management API gave no answer I understand.` };
    }
  },
  loginWay: (check: CheckOf<'login-way'>): Rich => {
    if (check.way === 'management')
      return check.atOnce === 'several'
        ? rich`Logins go by the Management API: without a port, several at a time.`
        : rich`Logins go by the Management API: without a port, one at a time (several from v7.2.17 on).`;
    const why = {
      'no-key': 'I have no management key',
      refused: 'the management key was refused',
      forbidden: 'the Management API does not let me in',
      'not-found': 'the Management API is off',
      unavailable: 'the Management API did not answer',
    }[check.why];
    return rich`Logins go by the program in the container, one at a time: ${why}.`;
  },
});

function octal(mode: number): string {
  return mode.toString(8);
}

export type DoctorWords = ReturnType<typeof doctor>;
