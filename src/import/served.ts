import { isOlder } from '../cliproxy/version';
import { UserError } from '../errors';
import type { Credential } from './credential';

type Version = readonly [number, number, number];

/** The releases of CLIProxyAPI that have accounts of a kind; those that are not here all of them have. */
const served: Readonly<Record<string, { readonly since?: Version; readonly until?: Version }>> = {
  antigravity: { since: [6, 5, 0] },
  kimi: { since: [6, 8, 0] },
  xai: { since: [7, 1, 0] },
  vertex: { since: [6, 3, 29] },
  qwen: { until: [6, 9, 26] },
  iflow: { until: [6, 9, 28] },
  'gemini-cli': { until: [7, 2, 20] },
};

/**
 * A file of a kind that the running release does not have would lie there, be counted, and never serve.
 *
 * @param version as the log says it; where it does not, nobody is refused.
 * @throws UserError `import-not-served`.
 */
export function refuseUnserved({ provider }: Credential, version: string | undefined): void {
  const { since, until } = served[provider] ?? {};
  if (version === undefined) return;
  const isTooOld = since !== undefined && isOlder(version, since);
  const isTooNew = until !== undefined && isRelease(version) && !isOlder(version, until);
  if (isTooOld || isTooNew) throw new UserError({ code: 'import-not-served', provider, version });
}

/** `dev` is none. */
function isRelease(version: string): boolean {
  return /^v?\d+\.\d+\.\d+/.test(version);
}
