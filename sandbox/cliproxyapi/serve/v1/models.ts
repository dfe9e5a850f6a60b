import type { Version } from '../../version';
import { since } from '../../version';

/** Some of the models that credentials of a type serve, and the release that brought them. */
const catalogue: Readonly<
  Record<string, readonly (readonly [release: string, models: readonly string[]])[]>
> = {
  claude: [
    ['0', ['claude-3-5-haiku-20241022', 'claude-3-7-sonnet-20250219', 'claude-opus-4-1-20250805']],
    ['6.2.0', ['claude-sonnet-4-5-20250929', 'claude-haiku-4-5-20251001']],
    ['6.5.4', ['claude-opus-4-5-20251101']],
    ['7.0.0', ['claude-sonnet-4-6', 'claude-opus-4-7']],
    ['7.2.0', ['claude-sonnet-5', 'claude-opus-5']],
  ],
  codex: [
    ['0', ['gpt-5', 'gpt-5-codex']],
    ['7.0.0', ['gpt-5.4', 'gpt-5.4-mini', 'gpt-5.5']],
  ],
  gemini: [['0', ['gemini-2.5-pro', 'gemini-2.5-flash']]],
  antigravity: [
    ['0', ['gemini-3-flash', 'gemini-3.1-flash-image', 'claude-sonnet-4-6', 'gpt-oss-120b-medium']],
  ],
  kimi: [['0', ['kimi-k2', 'kimi-k2-thinking', 'kimi-k2.5']]],
  xai: [['0', ['grok-4.5', 'grok-3-mini', 'grok-3-mini-fast']]],
};

const owners: Readonly<Record<string, string>> = {
  claude: 'anthropic',
  codex: 'openai',
  gemini: 'google',
  kimi: 'moonshot',
};

/** The models of a credential's type in a release. */
export function modelsOf(type: string, version: Version): readonly string[] {
  return (catalogue[type] ?? [])
    .filter(([release]) => since(version, release))
    .flatMap(([, models]) => models);
}

export function ownerOf(type: string): string {
  return owners[type] ?? type;
}
