import type { Account } from '../../jobs/contracts';
import type { Catalogue } from '../../messages/catalogue';
import type { Button } from '../platform';
import type { Section } from './gather';
import { urgentFirst } from './urgency';

/** More would push the message off a phone's screen. */
const mostLogins = 4;

/** Refresh, and a login for every server with an account that needs one and where the person may do that. */
export function accountsButtons(
  sections: readonly Section[],
  words: Catalogue,
  { asked, mayLogIn }: { readonly asked: string | undefined; readonly mayLogIn: (server: string) => boolean },
): readonly (readonly Button[])[] {
  const say = words.accounts.buttons;
  const servers = urgentFirst(sections)
    .filter(section => section.kind === 'report' && section.report.accounts.some(needsLogin))
    .map(({ server }) => server)
    .filter(mayLogIn)
    .slice(0, mostLogins);
  const refresh: Button = {
    kind: 'action',
    label: say.refresh,
    action: asked === undefined ? 'accounts' : `accounts:${asked}`,
  };
  return [
    ...servers.map((server): readonly Button[] => [
      {
        kind: 'action',
        label: sections.length === 1 ? say.again : say.againOn(server),
        action: `login:${server}`,
        style: 'primary',
      },
    ]),
    [refresh],
  ];
}

/** Nothing but a login helps it. */
function needsLogin({ refreshable, state }: Account): boolean {
  if (state.kind === 'needs-login' || state.kind === 'expired') return true;
  return state.kind === 'expires-soon' && refreshable !== true;
}
