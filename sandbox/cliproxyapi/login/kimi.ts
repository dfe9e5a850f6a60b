import { randomUUID } from 'node:crypto';
import { rfc3339 } from '../clock';
import type { ConfiguredProgram } from '../program';
import { fieldOf, messageOf, textOf } from './ask-provider';
import { requestCode, waitForTokens, type DeviceProvider } from './device';
import { saveFile } from './save';

export const kimiDevice: DeviceProvider = {
  host: 'https://auth.kimi.com',
  codePath: '/api/oauth/device_authorization',
  tokenPath: '/api/oauth/token',
  clientId: '17e5f671-d194-4dfb-9706-5516cb48c098',
  maxWaitMs: 15 * 60_000,
  asksAtOnce: false,
  words: {
    expired: 'kimi: device code expired',
    denied: 'kimi: access denied by user',
    codeRequest: 'kimi: device code request',
    tokenRequest: 'kimi: token request',
  },
};

/** Runs `-kimi-login` to its end; every failure is a line of the log and the exit code 0. */
export async function kimiLogin(program: ConfiguredProgram): Promise<number> {
  const { output, log } = program;
  try {
    output.print('Starting Kimi authentication...\n');
    const code = await requestCode(program, kimiDevice).catch((error: unknown) => {
      throw new Error(`failed to start device flow: ${messageOf(error)}`);
    });
    output.print(`\nTo authenticate, please visit:\n${code.link}\n\n`);
    if (code.userCode !== '') output.print(`User code: ${code.userCode}\n\n`);
    output.print('Waiting for authorization...\n');
    output.print(`(This will timeout in ${code.expiresInSeconds} seconds if not authorized)\n`);
    const tokens = await waitForTokens(program, kimiDevice, code);
    output.print('\nKimi authentication successful!\n');
    output.print(`Authentication saved to ${saveKimi(program, tokens)}\n`);
    output.print('Authenticated as Kimi User\nKimi authentication successful!\n');
  } catch (error) {
    log.line('error', 'kimi_login.go:34', `Kimi authentication failed: kimi: ${messageOf(error)}`);
  }
  return 0;
}

/** Saves the tokens of an answer and returns the path as the program says it. Nobody's name is in it. */
export function saveKimi(program: ConfiguredProgram, tokens: string): string {
  const now = Date.now();
  const expires = now + Number(fieldOf(tokens, 'expires_in') ?? 0) * 1_000;
  const fields = {
    access_token: textOf(tokens, 'access_token'),
    device_id: randomUUID(),
    ...(program.traits.credential === 'plain' ? {} : { disabled: false }),
    expired: rfc3339(new Date(expires)),
    refresh_token: textOf(tokens, 'refresh_token'),
    scope: textOf(tokens, 'scope'),
    timestamp: now,
    token_type: textOf(tokens, 'token_type'),
    type: 'kimi',
  };
  return saveFile(program, `kimi-${now}.json`, fields, true);
}
