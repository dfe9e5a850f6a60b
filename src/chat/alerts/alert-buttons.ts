import type { ProviderName } from '../../jobs/login';
import type { Cause, Incident, Trouble } from '../../jobs/incident';
import type { Catalogue } from '../../messages/catalogue';
import { titleOf } from '../../messages/providers';
import { againAction, providerFor } from '../login-buttons';
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
        return [...loginButton(incident, words.login.buttons.again), showLog];
      case 'not-refreshing':
        return [...loginButton(incident, words.login.buttons.again), restart];
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
  const logins = open.flatMap((incident, index) => {
    const { server } = incident;
    const provider = loginThatMends(incident.trouble);
    const isFirst =
      open.findIndex(each => each.server === server && loginThatMends(each.trouble) === provider) === index;
    const which = provider === undefined || provider === 'claude' ? '' : ` · ${titleOf(provider)}`;
    return isFirst ? loginButton(incident, `${words.login.buttons.again}: ${server}${which}`) : [];
  });
  const [only] = servers;
  return [
    ...logins.slice(0, 4).map(login => [login]),
    [muteButton(servers.length === 1 ? (only ?? '') : '', words)],
  ];
}

/** The login of ours that ends it, if one does. */
export function loginThatMends(trouble: Trouble): ProviderName | undefined {
  switch (trouble.kind) {
    case 'needs-login':
    case 'not-refreshing':
    case 'vanished':
    case 'provider-unusable':
      return providerFor(trouble.provider);
    default:
      return undefined;
  }
}

/** How a button names an incident of its server: by when it began, in base 36. */
export function whenOf(incident: Incident): string {
  return incident.startedAtMs.toString(36);
}

function loginButton(incident: Incident, label: string): readonly Button[] {
  const provider = loginThatMends(incident.trouble);
  if (provider === undefined) return [];
  const action = againAction(provider, incident.server, whenOf(incident));
  return [{ kind: 'action', label, action, style: 'primary' }];
}

/** An empty server means all of them. */
function muteButton(server: string, words: Catalogue): Button {
  return { kind: 'action', label: words.alerts.buttons.mute, action: `mute:${server}:2h` };
}
