import { setTimeout as after } from 'node:timers/promises';
import type { ConfiguredProgram, Program } from '../program';
import { askProvider, fieldOf, messageOf, textOf } from './ask-provider';
import { codexClientId, exchangeCodex, saveCodex, type CodexTokens } from './codex';
import { AuthenticationFailed } from './failure';

const redirectUri = 'https://auth.openai.com/deviceauth/callback';

/** Runs `-codex-device-login` to its end and returns the exit code (`sdk/auth/codex_device.go`). */
export async function codexDeviceLogin(program: ConfiguredProgram): Promise<number> {
  const { output, log } = program;
  try {
    const tokens = await authenticate(program);
    output.print('Codex authentication successful\n');
    output.print(`Authentication saved to ${saveCodex(program, tokens)}\n`);
    output.print('Codex device authentication successful!\n');
  } catch (error) {
    if (error instanceof AuthenticationFailed) log.line('error', 'openai_device_login.go:45', error.sentence);
    else output.print(`Codex device authentication failed: ${messageOf(error)}\n`);
  }
  return 0;
}

async function authenticate(program: ConfiguredProgram): Promise<CodexTokens> {
  const { behaviour, output } = program;
  const host = behaviour.providerUrl || 'https://auth.openai.com';
  const { status, body } = await askProvider(`${host}/api/accounts/deviceauth/usercode`, {
    body: JSON.stringify({ client_id: codexClientId }),
  }).catch((error: unknown) => {
    throw new Error(`failed to request codex device code: ${messageOf(error)}`);
  });
  if (status === 404) throw new Error('codex device endpoint is unavailable (status 404)');
  if (status !== 200) throw new Error(`codex device code request failed with status ${status}: ${body}`);
  output.print('Starting Codex device authentication...\n');
  output.print(`Codex device URL: ${host}/codex/device\n`);
  output.print(`Codex device code: ${textOf(body, 'user_code')}\n`);
  const confirmed = await poll(program, host, body);
  const verifier = textOf(confirmed, 'code_verifier');
  const code = textOf(confirmed, 'authorization_code');
  return exchangeCodex(program, { verifier }, { code }, redirectUri).catch(() => {
    throw new AuthenticationFailed();
  });
}

/** It waits for a quarter of an hour, three times as long as others wait for a callback. */
async function poll({ behaviour }: Program, host: string, asked: string): Promise<string> {
  const untilMs = Date.now() + behaviour.waitMs * 3;
  const pauseMs = Math.min(Number(fieldOf(asked, 'interval') ?? 5) * 1_000, behaviour.pollMs);
  while (Date.now() <= untilMs) {
    const { status, body } = await askProvider(`${host}/api/accounts/deviceauth/token`, {
      body: JSON.stringify({
        device_auth_id: textOf(asked, 'device_auth_id'),
        user_code: textOf(asked, 'user_code'),
      }),
    }).catch((error: unknown) => {
      throw new Error(`failed to poll codex device token: ${messageOf(error)}`);
    });
    if (status === 200) return body;
    if (status !== 403 && status !== 404) {
      throw new Error(`codex device token polling failed with status ${status}: ${body}`);
    }
    await after(pauseMs);
  }
  throw new Error('codex device authentication timed out after 15 minutes');
}
