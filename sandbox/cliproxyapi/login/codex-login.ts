import type { ConfiguredProgram } from '../program';
import { messageOf } from './ask-provider';
import { printTunnelBanner } from './banner';
import { startCallbackServer, strictSite } from './callback-server';
import { authorizeCodex, exchangeCodex, saveCodex, type CodexTokens } from './codex';
import { AuthenticationFailed } from './failure';
import { waitForCallback } from './wait';

/** Runs `-codex-login` to its end and returns the exit code (`internal/cmd/openai_login.go`). */
export async function codexLogin(program: ConfiguredProgram, port: number): Promise<number> {
  const { output, log } = program;
  try {
    const tokens = await authenticate(program, port);
    output.print('Codex authentication successful\n');
    output.print(`Authentication saved to ${saveCodex(program, tokens)}\n`);
    output.print('Codex authentication successful!\n');
    return 0;
  } catch (error) {
    if (error instanceof AuthenticationFailed) {
      log.line('error', 'openai_login.go:62', error.sentence);
      return error.exitCode;
    }
    output.print(`Codex authentication failed: ${messageOf(error)}\n`);
    return 0;
  }
}

async function authenticate(program: ConfiguredProgram, port: number): Promise<CodexTokens> {
  const { output } = program;
  const authorization = authorizeCodex(program);
  const server = await startCallbackServer(program, port, strictSite('Codex', '/auth/callback'));
  try {
    await printTunnelBanner(program, port);
    output.print(`Visit the following URL to continue authentication:\n${authorization.url}\n`);
    output.print('Waiting for Codex authentication callback...\n');
    const callback = await waitForCallback(program, server, 'Codex callback URL');
    if ('error' in callback) throw new Error(`OAuth error: ${callback.error}`);
    // Both are said in the same words, and why in none.
    if (callback.state !== authorization.state) throw new AuthenticationFailed();
    return await exchangeCodex(program, authorization, callback).catch(() => {
      throw new AuthenticationFailed();
    });
  } finally {
    await server.stop();
  }
}
