import type { Cause, Incident, Trouble } from '../../jobs/incident';
import type { Catalogue } from '../../messages/catalogue';
import type { Button } from '../platform';
import { isOpen } from './next-step';

/** Restarting helps, or starting. */
const HELPED_BY_RESTART: readonly Cause[] = [
  'crashed',
  'out-of-memory',
  'loops',
  'stopped',
  'paused',
  'docker-restarted',
  'unhealthy',
  'not-answering',
];
/** What logs in is for Claude; a file that does not say whose it is may be. */
const OURS: readonly (string | undefined)[] = ['claude', undefined];

/** What can be done about an open incident, by whoever may. */
export function buttonsFor(incident: Incident, words: Catalogue): readonly (readonly Button[])[] {
  if (!isOpen(incident)) return [];
  const { server } = incident;
  const say = words.alerts.buttons;
  const showLog: Button = { kind: 'action', label: say.log, action: `logs:${server}` };
  const restart: Button = { kind: 'action', label: say.restart, action: `restart:${server}` };
  const doctor: Button = { kind: 'action', label: say.doctor, action: `doctor:${server}` };
  return [[...mending(), muteButton(server, words)]];

  function mending(): readonly Button[] {
    const { trouble } = incident;
    switch (trouble.kind) {
      case 'container':
        if (trouble.cause === 'removed') return [doctor];
        return HELPED_BY_RESTART.includes(trouble.cause) ? [restart, showLog] : [showLog];
      case 'unreachable':
        return [doctor];
      case 'needs-login':
      case 'provider-unusable':
      case 'vanished':
        return mendedByLogin(incident.trouble)
          ? [loginButton(incident, words.login.buttons.again), showLog]
          : [showLog];
      case 'not-refreshing':
        return mendedByLogin(incident.trouble)
          ? [loginButton(incident, words.login.buttons.again), restart]
          : [restart];
      case 'appeared':
      case 'clients-fell':
        return [showLog];
    }
  }
}

/** Of a message that tells of several: for each server that needs it a login, and to mute. */
export function joinedButtons(
  incidents: readonly Incident[],
  words: Catalogue,
): readonly (readonly Button[])[] {
  const open = incidents.filter(isOpen);
  if (open.length === 0) return [];
  const servers = [...new Set(open.map(incident => incident.server))];
  const logins = servers.flatMap(server => {
    const first = open.find(incident => incident.server === server && mendedByLogin(incident.trouble));
    return first === undefined ? [] : [loginButton(first, `${words.login.buttons.again}: ${server}`)];
  });
  const [only] = servers;
  return [
    ...logins.slice(0, 4).map(login => [login]),
    [muteButton(servers.length === 1 ? (only ?? '') : '', words)],
  ];
}

/** Whether a login of ours ends it. */
export function mendedByLogin(trouble: Trouble): boolean {
  switch (trouble.kind) {
    case 'needs-login':
    case 'not-refreshing':
    case 'vanished':
    case 'provider-unusable':
      return OURS.includes(trouble.provider);
    default:
      return false;
  }
}

/** How a button names an incident of its server: by when it began, in base 36. */
export function whenOf(incident: Incident): string {
  return incident.startedAtMs.toString(36);
}

function loginButton(incident: Incident, label: string): Button {
  return { kind: 'action', label, action: `again:${incident.server}:${whenOf(incident)}`, style: 'primary' };
}

/** An empty server means all of them. */
function muteButton(server: string, words: Catalogue): Button {
  return { kind: 'action', label: words.alerts.buttons.mute, action: `mute:${server}:2h` };
}
