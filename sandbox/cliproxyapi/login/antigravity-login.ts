import type { ConfiguredProgram } from '../program';
import {
  authorizeAntigravity,
  exchangeAntigravity,
  hidden,
  saveAntigravity,
  type AntigravityTokens,
} from './antigravity';
import { messageOf } from './ask-provider';
import { printTunnelBanner } from './banner';
import { laxSite, startCallbackServer } from './callback-server';
import { CallbackTimedOut, PortInUse } from './failure';
import { waitForCallback } from './wait';

/** Runs `-antigravity-login` to its end; every failure is a line of the log and the exit code 0. */
export async function antigravityLogin(program: ConfiguredProgram, port: number): Promise<number> {
  const { output, log } = program;
  try {
    const tokens = await authenticate(program, port);
    output.print('Antigravity authentication successful\n');
    output.print(`Using GCP project: ${hidden(tokens.project)}\n`);
    output.print(`Authentication saved to ${saveAntigravity(program, tokens)}\n`);
    output.print(`Authenticated as ${tokens.email}\n`);
    output.print('Antigravity authentication successful!\n');
  } catch (error) {
    log.line(
      'error',
      'antigravity_login.go:36',
      `Antigravity authentication failed: antigravity: ${messageOf(error)}`,
    );
  }
  return 0;
}

async function authenticate(program: ConfiguredProgram, port: number): Promise<AntigravityTokens> {
  const { output, log } = program;
  const authorization = authorizeAntigravity(program, port);
  const server = await startCallbackServer(program, port, laxSite('/oauth-callback')).catch(
    (error: unknown) => {
      const why = error instanceof PortInUse ? 'address already in use' : messageOf(error);
      throw new Error(`failed to start callback server: listen tcp :${port}: bind: ${why}`);
    },
  );
  try {
    await printTunnelBanner(program, port);
    output.print(`Visit the following URL to continue authentication:\n${authorization.url}\n`);
    output.print('Waiting for antigravity authentication callback...\n');
    const callback = await waitForCallback(program, server, 'antigravity callback URL').catch(
      (error: unknown) => {
        throw error instanceof CallbackTimedOut ? new Error('authentication timed out') : error;
      },
    );
    if ('error' in callback) throw new Error(`authentication failed: ${callback.error}`);
    if (callback.state !== authorization.state) throw new Error('invalid state');
    if (callback.code === '') throw new Error('missing authorization code');
    const tokens = await exchangeAntigravity(program, authorization, callback);
    log.line('info', 'antigravity.go:188', `antigravity: obtained project ID ${hidden(tokens.project)}`);
    return tokens;
  } finally {
    await server.stop();
  }
}
