import { rfc3339 } from '../clock';
import type { ConfiguredProgram } from '../program';
import { claimsOf, fieldOf, messageOf, textOf } from './ask-provider';
import { requestCode, waitForTokens, type DeviceProvider } from './device';
import { saveFile } from './save';

export const xaiDevice: DeviceProvider = {
  host: 'https://auth.x.ai',
  codePath: '/oauth2/device/code',
  tokenPath: '/oauth2/token',
  clientId: 'b1a00492-073a-47ea-816f-4c329264a828',
  maxWaitMs: 30 * 60_000,
  asksAtOnce: true,
  words: {
    expired: 'xai device code expired',
    denied: 'xai device authorization denied',
    codeRequest: 'xai device code request',
    tokenRequest: 'xai device token request',
  },
};

/** Runs `-xai-login` of v7.2.64 and newer; every failure is a line of the log and the exit code 0. */
export async function xaiLogin(program: ConfiguredProgram): Promise<number> {
  const { output, log } = program;
  try {
    output.print('Starting xAI authentication...\n');
    const code = await requestCode(program, xaiDevice).catch((error: unknown) => {
      throw new Error(`failed to start device flow: ${messageOf(error)}`);
    });
    output.print(`\nTo authenticate, please visit:\n${code.link}\n\n`);
    if (code.userCode !== '') output.print(`Then enter this code: ${code.userCode}\n\n`);
    output.print('Waiting for authorization...\n');
    output.print(`(This will timeout in ${code.expiresInSeconds} seconds if not authorized)\n`);
    const tokens = await waitForTokens(program, xaiDevice, code);
    output.print('xAI authentication successful\n');
    output.print(`Authentication saved to ${saveXai(program, tokens)}\n`);
    output.print(`Authenticated as ${emailOf(tokens)}\nxAI authentication successful!\n`);
  } catch (error) {
    log.line('error', 'xai_login.go:36', `xAI authentication failed: xai: ${messageOf(error)}`);
  }
  return 0;
}

/** Saves the tokens of an answer and returns the path as the program says it. */
export function saveXai(program: ConfiguredProgram, tokens: string): string {
  const now = new Date();
  const expiresIn = Number(fieldOf(tokens, 'expires_in') ?? 0);
  const email = emailOf(tokens);
  const fields = {
    access_token: textOf(tokens, 'access_token'),
    auth_kind: 'oauth',
    base_url: 'https://api.x.ai/v1',
    disabled: false,
    email,
    expired: rfc3339(new Date(now.getTime() + expiresIn * 1_000)),
    expires_in: expiresIn,
    id_token: textOf(tokens, 'id_token'),
    last_refresh: rfc3339(now),
    refresh_token: textOf(tokens, 'refresh_token'),
    token_type: textOf(tokens, 'token_type'),
    type: 'xai',
  };
  return saveFile(program, `xai-${email.replace(/[^\w.@-]/g, '-')}.json`, fields, true);
}

function emailOf(tokens: string): string {
  return textOf(claimsOf(textOf(tokens, 'id_token')), 'email');
}
