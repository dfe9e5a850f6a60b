import type { ConfiguredProgram } from '../../program';
import { authorize } from '../../login/authorize';
import { saveCredential } from '../../login/credential';
import { exchange, type Tokens } from '../../login/exchange';

/** A login whose answer the browser brings back. */
export interface RedirectFlow {
  /** As the Management API calls it, in its routes too. */
  readonly provider: string;
  readonly title: string;
  /** The release that has it. */
  readonly since: string;
  /** What `get-auth-status` says when it fails. */
  readonly words: {
    readonly timeout: string;
    readonly denied: string;
    readonly exchange: string;
    readonly save: string;
  };
  readonly begin: (program: ConfiguredProgram) => RedirectLogin;
}

interface RedirectLogin {
  readonly url: string;
  readonly state: string;
  readonly redeem: (
    program: ConfiguredProgram,
    callback: { readonly code: string; readonly state: string },
  ) => Promise<Tokens>;
  /** The path, as the program says it. Throws with the program's words. */
  readonly save: (program: ConfiguredProgram, tokens: Tokens) => string;
}

const words = {
  timeout: 'Timeout waiting for OAuth callback',
  denied: 'Bad request',
  exchange: 'Failed to exchange authorization code for tokens',
  save: 'Failed to save authentication tokens',
};

export const redirectFlows: readonly RedirectFlow[] = [
  {
    provider: 'anthropic',
    title: 'Claude',
    since: '5.1.16',
    words,
    begin: program => {
      const authorization = authorize(program);
      return {
        url: authorization.url,
        state: authorization.state,
        redeem: (current, callback) => exchange(current, authorization, callback),
        save: saveCredential,
      };
    },
  },
];
