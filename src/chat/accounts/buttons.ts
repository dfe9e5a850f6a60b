import type { Account } from '../../jobs/account';
import type { ProviderName } from '../../jobs/login';
import type { Catalogue } from '../../messages/catalogue';
import { titleOf } from '../../messages/providers';
import { loginAction, providerFor } from '../login-buttons';
import type { Button } from '../platform';
import type { Section } from './gather';
import { urgentFirst } from './urgency';

/** More would push the message off a phone's screen. */
const mostLogins = 4;

/** Refresh, and a login for every provider and server with an account that needs one, where the person may. */
export function accountsButtons(
  sections: readonly Section[],
  words: Catalogue,
  { asked, mayLogIn }: { readonly asked: string | undefined; readonly mayLogIn: (server: string) => boolean },
): readonly (readonly Button[])[] {
  const say = words.accounts.buttons;
  const logins = urgentFirst(sections)
    .filter(({ server }) => mayLogIn(server))
    .flatMap(section => providersOf(section).map(provider => ({ server: section.server, provider })))
    .slice(0, mostLogins);
  const refresh: Button = {
    kind: 'action',
    label: say.refresh,
    action: asked === undefined ? 'accounts' : `accounts:${asked}`,
  };
  return [
    ...logins.map(({ server, provider }): readonly Button[] => [
      {
        kind: 'action',
        label: labelOf(server, provider),
        action: loginAction(provider, server),
        style: 'primary',
      },
    ]),
    [refresh],
  ];

  function labelOf(server: string, provider: ProviderName): string {
    const of = sections.length === 1 ? [] : [server];
    const named = provider === 'claude' ? of : [...of, titleOf(provider)];
    return named.length === 0 ? say.again : say.againOn(named.join(' · '));
  }
}

/** Whom to log in with again on a server. */
function providersOf(section: Section): readonly ProviderName[] {
  if (section.kind !== 'report') return [];
  const needed = section.report.accounts
    .filter(needsLogin)
    .flatMap(({ provider }) => providerFor(provider) ?? []);
  return [...new Set(needed)];
}

/** Nothing but a login helps it. */
function needsLogin({ refreshable, state }: Account): boolean {
  if (state.kind === 'needs-login' || state.kind === 'expired') return true;
  return state.kind === 'expires-soon' && refreshable !== true;
}
