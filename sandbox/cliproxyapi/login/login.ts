import type { ConfiguredProgram } from '../program';
import { authorize } from './authorize';
import type { Authorization } from './authorize';
import { printTunnelBanner } from './banner';
import type { Callback } from './callback-server';
import { startCallbackServer } from './callback-server';
import { saveCredential } from './credential';
import type { Tokens } from './exchange';
import { exchange } from './exchange';
import { AuthenticationFailed } from './failure';
import { earlyLogin } from './early-login';
import { waitForCallback } from './wait';

/** Runs `-claude-login` to its end and returns the exit code, which is 0 for nearly every failure. */
export async function login(program: ConfiguredProgram, port: number): Promise<number> {
  if (!program.traits.modernLogin) return await earlyLogin(program, port);
  const { output, log } = program;
  try {
    const tokens = await authenticate(program, port);
    output.print('Claude authentication successful\n');
    output.print(`Authentication saved to ${saveCredential(program, tokens)}\n`);
    output.print('Claude authentication successful!\n');
    return 0;
  } catch (error) {
    if (error instanceof AuthenticationFailed) {
      log.line('error', 'anthropic_login.go:44', error.sentence);
      return error.exitCode;
    }
    output.print(`Claude authentication failed: ${error instanceof Error ? error.message : String(error)}\n`);
    return 0;
  }
}

async function authenticate(program: ConfiguredProgram, port: number): Promise<Tokens> {
  const { output } = program;
  const authorization = authorize(program);
  const server = await startCallbackServer(program, port);
  try {
    await printTunnelBanner(program, port);
    output.print(`Visit the following URL to continue authentication:\n${authorization.url}\n`);
    output.print('Waiting for Claude authentication callback...\n');
    return await redeem(program, authorization, await waitForCallback(program, server));
  } finally {
    await server.stop();
  }
}

async function redeem(
  program: ConfiguredProgram,
  authorization: Authorization,
  callback: Callback,
): Promise<Tokens> {
  const { traits, log } = program;
  if ('error' in callback) {
    const { error, description } = callback;
    throw new Error(
      description === undefined ? `OAuth error: ${error}` : `OAuth error ${error}: ${description}`,
    );
  }
  const note = (line: number, message: string): void => {
    if (traits.exchangeCauseLogged) log.line('error', `claude.go:${line}`, message);
  };
  if (callback.state !== authorization.state) {
    note(184, `State mismatch: expected ${authorization.state}, got ${callback.state}`);
    throw new AuthenticationFailed();
  }
  const tokens = await exchange(program, authorization, callback).catch((error: unknown) => {
    note(193, `Token exchange failed: ${error instanceof Error ? error.message : String(error)}`);
    throw new AuthenticationFailed();
  });
  if (tokens.email === '') throw new Error('claude token storage missing account information');
  return tokens;
}
