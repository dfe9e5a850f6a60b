import type { ProviderName } from '../jobs/login';

interface Shown {
  /** As it calls itself, in every language. */
  readonly title: string;
  /** Where the browser ends after the consent; absent where a code is confirmed instead. */
  readonly endsAt?: string;
}

const SHOWN: Readonly<Record<ProviderName, Shown>> = {
  claude: { title: 'Claude', endsAt: 'localhost:54545/callback' },
  codex: { title: 'Codex', endsAt: 'localhost:1455/auth/callback' },
  'codex-device': { title: 'Codex' },
  antigravity: { title: 'Antigravity', endsAt: 'localhost:51121/oauth-callback' },
  kimi: { title: 'Kimi' },
  xai: { title: 'xAI' },
};

/** What people call a provider; one that nobody can log in with keeps the name it has in its files. */
export function titleOf(provider: string): string {
  return isKnown(provider) ? SHOWN[provider].title : provider;
}

/** What the address looks like that is to be pasted. */
export function exampleFor(provider: ProviderName): string {
  return `http://${SHOWN[provider].endsAt ?? SHOWN.claude.endsAt}?code=…&state=…`;
}

function isKnown(provider: string): provider is ProviderName {
  return Object.hasOwn(SHOWN, provider);
}
