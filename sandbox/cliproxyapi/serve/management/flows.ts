import { authorizeAntigravity, exchangeAntigravity, saveAntigravity } from '../../login/antigravity';
import { authorize } from '../../login/authorize';
import { authorizeCodex, exchangeCodex, saveCodex } from '../../login/codex';
import { saveCredential } from '../../login/credential';
import type { DeviceProvider } from '../../login/device';
import { exchange } from '../../login/exchange';
import { kimiDevice, saveKimi } from '../../login/kimi';
import { saveXai, xaiDevice } from '../../login/xai';
import type { ConfiguredProgram } from '../../program';

/** Saves what was got, and says where. Throws with the program's words. */
export type Save = (program: ConfiguredProgram) => string;

interface Flow {
  /** As the Management API calls it, in its routes too. */
  readonly provider: string;
  readonly title: string;
  /** The release that has it. */
  readonly since: string;
}

/** A login whose answer the browser brings back. */
export interface RedirectFlow extends Flow {
  /** What `get-auth-status` says when it fails. */
  readonly words: {
    readonly timeout: string;
    readonly denied: string;
    readonly exchange: string;
    readonly save: string;
  };
  readonly begin: (program: ConfiguredProgram) => {
    readonly url: string;
    readonly state: string;
    readonly redeem: (
      program: ConfiguredProgram,
      callback: { readonly code: string; readonly state: string },
    ) => Promise<Save>;
  };
}

/** A login that a person confirms on the provider's page. */
export interface DeviceFlow extends Flow {
  readonly device: DeviceProvider;
  /** How the states that the program makes up for it begin. */
  readonly stateBegins: string;
  readonly save: (program: ConfiguredProgram, tokens: string) => string;
  readonly saveFails: string;
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
        ...authorization,
        redeem: async (current, callback) => {
          const tokens = await exchange(current, authorization, callback);
          return saving => saveCredential(saving, tokens);
        },
      };
    },
  },
  {
    provider: 'codex',
    title: 'Codex',
    since: '5.1.16',
    words: { ...words, denied: 'Bad Request' },
    begin: program => {
      const authorization = authorizeCodex(program);
      return {
        ...authorization,
        redeem: async (current, callback) => {
          const tokens = await exchangeCodex(current, authorization, callback);
          return saving => saveCodex(saving, tokens);
        },
      };
    },
  },
  {
    provider: 'antigravity',
    title: 'Antigravity',
    since: '6.5.4',
    words: {
      timeout: 'OAuth flow timed out',
      denied: 'Authentication failed',
      exchange: 'Failed to exchange token',
      save: 'Failed to save token to file',
    },
    begin: program => {
      const authorization = authorizeAntigravity(program, 51121);
      return {
        ...authorization,
        redeem: async (current, callback) => {
          const tokens = await exchangeAntigravity(current, authorization, callback);
          return saving => saveAntigravity(saving, tokens);
        },
      };
    },
  },
];

export const deviceFlows: readonly DeviceFlow[] = [
  {
    provider: 'kimi',
    title: 'Kimi',
    since: '6.8.0',
    device: kimiDevice,
    stateBegins: 'kmi-',
    save: saveKimi,
    saveFails: words.save,
  },
  {
    // From v7.1.0 on with a link to come back from, which no browser of another machine can.
    provider: 'xai',
    title: 'xAI',
    since: '7.2.64',
    device: xaiDevice,
    stateBegins: 'xai-',
    save: saveXai,
    saveFails: 'Failed to save token to file',
  },
];
