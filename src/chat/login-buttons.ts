import { providerNames, type ProviderName } from '../jobs/login';

/** What a button for a login stands for. Its verbs are short: a server's name and a time must fit beside them. */
export interface LoginVerb {
  readonly verb: string;
  readonly provider: ProviderName;
  /** Whether it belongs to an alert and says when its incident began. */
  readonly isAgain: boolean;
}

/** Claude's are older than the other providers, and stand in messages of then. */
const CLAUDE: readonly LoginVerb[] = [
  { verb: 'login', provider: 'claude', isAgain: false },
  { verb: 'again', provider: 'claude', isAgain: true },
];

/** The verbs of all logins. */
export const loginVerbs: readonly LoginVerb[] = [
  ...CLAUDE,
  ...providerNames
    .filter(provider => provider !== 'claude')
    .flatMap(provider => [
      { verb: `to-${provider}`, provider, isAgain: false },
      { verb: `a.${initials(provider)}`, provider, isAgain: true },
    ]),
];

/** The action of a button that logs in to a server. */
export function loginAction(provider: ProviderName, server: string): string {
  return `${verbOf(provider, false)}:${server}`;
}

/** The action of an alert's button; `when` is when its incident began, in base 36. */
export function againAction(provider: ProviderName, server: string, when: string): string {
  return `${verbOf(provider, true)}:${server}:${when}`;
}

/**
 * Who logs an account in again, by the `type` in its file; a file that does not say whose it is may be Claude's.
 * Undefined for accounts that nobody can log in from here.
 */
export function providerFor(type: string | undefined): ProviderName | undefined {
  return type === undefined ? 'claude' : providerNames.find(name => name === type);
}

function verbOf(provider: ProviderName, isAgain: boolean): string {
  const found = loginVerbs.find(each => each.provider === provider && each.isAgain === isAgain);
  // There is one for each provider and kind, see above.
  return found?.verb ?? 'login';
}

/** `codex-device` → `cd`, `kimi` → `k`. */
function initials(provider: string): string {
  return provider
    .split('-')
    .map(word => word.charAt(0))
    .join('');
}
