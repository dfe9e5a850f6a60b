import type { Version } from '../../version';
import { since } from '../../version';

/** What a release's `/v1` does that another's does not, read from its source. */
export interface ApiTraits {
  /** Errors are OpenAI's JSON; before, a plain line. */
  readonly jsonErrors: boolean;
  readonly unknownModel: { readonly status: number; readonly asCode: boolean };
  /** No account to choose: its status, and whether it names providers and model. */
  readonly noAuth: { readonly status: number; readonly detailed: boolean };
  /** When all accounts are left alone it says so, and until when. */
  readonly saysCooldown: boolean;
  /** `Retry-After` of a cooldown gets through to the client. */
  readonly retryAfter: boolean;
  /** With a key of the example: nothing happens, the whole server is a page, or its API is shut. */
  readonly safeMode: 'none' | 'page' | 'shut';
}

/** The traits of a release; the numbers are the releases that changed them. */
export function apiTraitsOf(version: Version): ApiTraits {
  const from = (release: string): boolean => since(version, release);
  return {
    jsonErrors: from('6.6.49'),
    unknownModel: { status: from('7.2.121') ? 400 : from('6.7.40') ? 502 : 400, asCode: from('7.2.121') },
    noAuth: { status: from('6.9.16') ? 503 : 500, detailed: from('6.9.16') },
    saysCooldown: from('6.2.29'),
    retryAfter: from('7.2.96') || !from('6.8.22'),
    safeMode: from('7.2.51') ? 'shut' : from('7.1.46') ? 'page' : 'none',
  };
}
