import { messageOf } from '../../login/ask-provider';
import { requestCode, waitForTokens, type DeviceCode } from '../../login/device';
import type { ConfiguredProgram } from '../../program';
import { since } from '../../version';
import type { DeviceFlow } from './flows';
import type { Answer } from './management';
import type { Sessions } from './oauth-sessions';
import { changed } from './redirect-logins';

/** Answers with the link, and with the code where the release says it; and goes on by itself. */
export async function beginDevice(
  program: ConfiguredProgram,
  sessions: Sessions,
  { provider, title, device, stateBegins, save, saveFails }: DeviceFlow,
): Promise<Answer> {
  const { output, log } = program;
  const { version } = program.behaviour;
  const current = { ...program, behaviour: { ...program.behaviour, ...changed() } };
  output.print(`Initializing ${title} authentication...\n`);
  let code: DeviceCode;
  try {
    code = await requestCode(current, device);
  } catch (error) {
    log.line('error', 'auth_files.go:620', `Failed to start ${title} device flow: ${messageOf(error)}`);
    return { status: 500, body: { error: 'failed to start device authorization flow' } };
  }
  const state = `${stateBegins}${process.hrtime.bigint()}`;
  sessions.begin(state, provider);
  finish().catch((error: unknown) => fail('Authentication failed', messageOf(error)));
  const says = {
    flow: 'device',
    ...(code.userCode !== '' && { user_code: code.userCode }),
    ...(code.expiresInSeconds > 0 && { expires_in: code.expiresInSeconds }),
  };
  return {
    status: 200,
    body: { status: 'ok', url: code.link, state, ...(since(version, '7.2.64') && says) },
  };

  async function finish(): Promise<void> {
    output.print('Waiting for authentication...\n');
    let tokens;
    try {
      tokens = await waitForTokens(current, device, code);
    } catch (error) {
      const failed = 'Authentication failed';
      fail(since(version, '7.0.8') ? `${failed}: ${messageOf(error)}` : failed, messageOf(error));
      return;
    }
    if (since(version, '7.2.64') && !sessions.isPending(state, provider)) return;
    try {
      output.print(`Authentication successful! Token saved to ${save(current, tokens)}\n`);
    } catch (error) {
      fail(saveFails, `${saveFails}: ${messageOf(error)}`);
      return;
    }
    output.print(`You can now use ${title} services through this CLI\n`);
    sessions.complete(state, provider);
  }

  function fail(error: string, sentence: string): void {
    log.line('error', 'auth_files.go:640', `${title} authentication failed: ${sentence}`);
    sessions.fail(state, error);
  }
}
