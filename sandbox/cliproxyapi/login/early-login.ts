import type { ConfiguredProgram } from '../program';
import { authorize } from './authorize';
import { printTunnelBanner } from './banner';
import { startCallbackServer } from './callback-server';
import { saveCredential } from './credential';
import { exchange } from './exchange';
import { AuthenticationFailed, CallbackTimedOut } from './failure';

/** The login as releases before v6.0.0 had it: every line of it is a log line, success says nothing of a file. */
export async function earlyLogin(program: ConfiguredProgram, port: number): Promise<number> {
  const { behaviour, traits, log } = program;
  const say = (message: string): void => log.line('info', 'anthropic_login.go:26', message);
  const fail = (message: string, exitCode = 0): number => {
    log.line(exitCode === 1 ? 'fatal' : 'error', 'anthropic_login.go:104', message);
    return exitCode;
  };
  say('Initializing Claude authentication...');
  const authorization = authorize(program);
  let server;
  try {
    server = await startCallbackServer(program, port);
  } catch (error) {
    return error instanceof AuthenticationFailed
      ? fail(error.sentence, error.exitCode)
      : fail(messageOf(error), 1);
  }
  try {
    if (traits.tunnelBanner) await printTunnelBanner(program, port);
    say(`Please open this URL in your browser:\n\n${authorization.url}\n`);
    say('Waiting for authentication callback...');
    const callback = await server.wait(behaviour.waitMs);
    if (callback === undefined) return fail(new CallbackTimedOut().sentence);
    if ('error' in callback) {
      return fail(
        callback.error === 'access_denied'
          ? 'Authentication was cancelled or denied.'
          : 'Authentication failed: ',
      );
    }
    if (callback.state !== authorization.state) return fail(new AuthenticationFailed().sentence);
    const tokens = await exchange(program, authorization, callback).catch((error: unknown) =>
      messageOf(error),
    );
    if (typeof tokens === 'string') {
      const failure = 'Failed to exchange authorization code for tokens';
      return fail(`${failure}: code_exchange_failed: ${failure} (caused by: ${tokens})`);
    }
    saveCredential(program, tokens);
  } catch (error) {
    return fail(`Failed to save authentication tokens: ${messageOf(error)}`, 1);
  } finally {
    await server.stop();
  }
  say('Authentication successful!');
  say('You can now use Claude services through this CLI');
  return 0;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
