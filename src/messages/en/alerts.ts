import type { Part } from '../../chat/platform';
import type { ContainerTrouble, Mute, Trouble } from '../../jobs/incident';
import { countsText } from '../counts';
import { duration } from './duration';
import { bold, code, list, moment, rich } from '../rich';
import type { WriteCommand } from '../write-command';

type Rich = readonly Part[];

/** Files of a fall in clients that are named: a whole directory can be gone. */
const mostMissing = 4;

/** What is said of incidents, and of alerts about them. */
export const alerts = (command: WriteCommand) => ({
  title: (icon: string, server: string, what: Rich): Rich => rich`${icon} ${bold(server)}: ${what}`,
  /** What is wrong; what was, where the words for its end do not say it. */
  trouble: (trouble: Trouble, isOver: boolean): Rich => {
    switch (trouble.kind) {
      case 'container':
        return containerText(trouble, isOver);
      case 'unreachable':
        return rich`cannot be reached`;
      case 'needs-login':
        return rich`${who(trouble)} must be logged in again`;
      case 'not-refreshing':
        return rich`${who(trouble)} is not being refreshed and expires ${moment(trouble.expiresAtMs)}`;
      case 'appeared':
        return rich`new account ${who(trouble)}, not from a login of mine`;
      case 'vanished':
        return rich`account ${who(trouble)} is gone, and it wasn't me`;
      case 'clients-fell': {
        const { before, after, missing } = trouble;
        const without = missing.length === 0 ? '' : rich`, without ${list(', ', missing, mostMissing)}`;
        return rich`clients fell: ${before.clients} → ${countsText(after)}${without}`;
      }
      case 'provider-unusable': {
        const { provider, accounts } = trouble;
        return accounts === 1
          ? rich`the only ${provider} account ${isOver ? 'could not' : 'cannot'} be used`
          : rich`none of the ${accounts} ${provider} accounts ${isOver ? 'could' : 'can'} be used`;
      }
    }
  },
  /** That it is over, and how long it lasted. */
  over: (trouble: Trouble, ms: number): Rich => {
    switch (trouble.kind) {
      case 'container':
        return rich`works again after ${duration(ms)}`;
      case 'unreachable':
        return rich`can be reached again after ${duration(ms)}`;
      case 'needs-login':
        return rich`${who(trouble)} is fine again`;
      case 'not-refreshing':
        return rich`${who(trouble)} is being refreshed again`;
      case 'appeared':
        return rich`new account ${who(trouble)} is settled`;
      case 'vanished':
        return rich`account ${who(trouble)} is back`;
      case 'clients-fell':
        return rich`clients are back`;
      case 'provider-unusable':
        return rich`${trouble.provider} accounts can be used again`;
    }
  },
  since: (atMs: number): Rich => rich`Since ${moment(atMs)}`,
  began: (atMs: number): Rich => rich`Began ${moment(atMs)}`,
  happened: (atMs: number): Rich => rich`Happened ${moment(atMs)}`,
  late: ' · told late',
  answers: (atMs: number): Rich =>
    rich`Its port answers again since ${moment(atMs)}. I'm watching whether that lasts.`,
  reason: (reason: string): Rich => rich`CLIProxyAPI says: ${reason}`,
  otherLogin: (provider: string): Rich =>
    rich`I can't log ${provider} accounts in: do it on the server or in its web panel.`,
  joined: (count: number, open: number): Rich =>
    open === 0
      ? rich`✅ ${count} alerts at once, all over`
      : rich`⚠️ ${count} alerts at once, ${open === count ? 'all' : open} open`,
  joinedEnd: (count: number): Rich => (count === 1 ? rich`✅ Over:` : rich`✅ ${count} alerts are over:`),
  buttons: {
    restart: 'Restart',
    log: 'Show log',
    doctor: 'Find the cause',
    mute: 'Mute 2 h',
    unmute: 'Unmute',
    refresh: 'Refresh',
  },

  muted: (servers: readonly string[] | 'all', untilMs: number): Rich =>
    rich`🔕 Alerts ${of(servers)} are held back until ${moment(untilMs)}.`,
  unmuted: (servers: readonly string[] | 'all'): Rich => rich`🔔 Alerts ${of(servers)} come through again.`,
  notMuted: (servers: readonly string[] | 'all'): Rich => rich`Alerts ${of(servers)} were not muted.`,
  stillMuted: (mute: Mute): Rich =>
    rich`All servers are muted until ${moment(mute.untilMs)}, by ${mute.by}. ${command('unmute')} ends that.`,

  fine: (servers: readonly string[]): Rich => rich`✅ Nothing is wrong on ${list(', ', servers)}.`,
  open: (count: number): Rich => (count === 1 ? rich`1 thing is wrong:` : rich`${count} things are wrong:`),
  more: (count: number): Rich => rich`… and ${count} more`,
  unknown: (servers: readonly string[]): Rich => rich`❔ Nobody has looked yet at ${list(', ', servers)}.`,
  unwatched: (server: string, sinceMs: number): Rich =>
    rich`❔ Nobody has looked at ${bold(server)} since ${moment(sinceMs)}. Is a worker running?`,
  mutedLine: (server: string | undefined, mute: Mute, passedOver: number): Rich => {
    const meanwhile = passedOver === 0 ? '' : ` ${passedOver} came and went meanwhile.`;
    const what = server === undefined ? 'All servers' : bold(server);
    return rich`🔕 ${what}: muted until ${moment(mute.untilMs)}, by ${mute.by}.${meanwhile}`;
  },
  moreMuted: (count: number): Rich => rich`🔕 … and ${count} more`,
  nowhere: (): Rich =>
    rich`No chat is told about this: an administrator names one in ${code('ALERTS')} in the bot's .env.`,
});

export type AlertsWords = ReturnType<typeof alerts>;

function containerText(trouble: ContainerTrouble, isOver: boolean): Rich {
  const { ends, exitCode, by, image } = trouble;
  const exit = exitCode === undefined ? '' : ` (exit code ${exitCode})`;
  const times = ends > 1 ? ` ${ends} times` : '';
  switch (trouble.cause) {
    case 'crashed':
      return exitCode === 0
        ? rich`CLIProxyAPI ended by itself${times}${exit}`
        : rich`CLIProxyAPI crashed${times}${exit}`;
    case 'out-of-memory':
      return rich`CLIProxyAPI ran out of memory and was killed${times}`;
    case 'loops':
      return isOver
        ? rich`CLIProxyAPI crashed${times}${exit}`
        : rich`CLIProxyAPI keeps crashing: ${ends}×${exit}`;
    case 'stopped':
      return rich`CLIProxyAPI was stopped by somebody on the server`;
    case 'restarted':
      return rich`CLIProxyAPI was restarted by somebody on the server`;
    case 'restarted-by-us':
      return by === undefined ? rich`I restarted CLIProxyAPI` : rich`I restarted CLIProxyAPI: ${by} asked`;
    case 'recreated':
      return image === undefined
        ? rich`CLIProxyAPI was given a new container`
        : rich`CLIProxyAPI was given a new container: ${image.before} → ${image.after}`;
    case 'removed':
      return rich`container ${code(trouble.container)} ${isOver ? 'was' : 'is'} gone`;
    case 'paused':
      return rich`CLIProxyAPI ${isOver ? 'was' : 'is'} paused`;
    case 'docker-restarted':
      return rich`Docker or the whole server restarted`;
    case 'unhealthy':
      return rich`CLIProxyAPI runs, but its health check ${isOver ? 'failed' : 'fails'}`;
    case 'not-answering':
      return rich`CLIProxyAPI runs, but its port ${isOver ? 'did' : 'does'} not answer`;
  }
}

function who({ email, file, provider }: Extract<Trouble, { readonly file: string }>): Rich {
  return rich`${bold(email ?? file)}${provider === undefined ? '' : ` (${provider})`}`;
}

function of(servers: readonly string[] | 'all'): Rich {
  return servers === 'all' ? rich`of all servers` : rich`of ${list(', ', servers)}`;
}
