import { setTimeout as after } from 'node:timers/promises';
import { behaviourNow } from '../../behaviour';
import { messageOf } from '../../login/ask-provider';
import type { ConfiguredProgram } from '../../program';
import { since } from '../../version';
import { fetchCallback, type Brought } from './callbacks';
import type { RedirectFlow, Save } from './flows';
import type { Answer } from './management';
import type { Sessions } from './oauth-sessions';

/** How often it is looked whether a callback has come. */
const lookEveryMs = 500;

/** Answers with the link, and goes on by itself. */
export function beginRedirect(program: ConfiguredProgram, sessions: Sessions, flow: RedirectFlow): Answer {
  const { output, log } = program;
  const { version } = program.behaviour;
  output.print(`Initializing ${flow.title} authentication...\n`);
  const login = flow.begin(program);
  const { url, state } = login;
  sessions.begin(state, flow.provider);
  finish().catch((error: unknown) => log.line('error', 'auth_files.go:990', String(error)));
  return { status: 200, body: { status: 'ok', url, state } };

  async function finish(): Promise<void> {
    // As things are when it begins: the server was started long ago.
    const current = { ...program, behaviour: { ...program.behaviour, ...changed() } };
    const brought = await comesBack();
    if (brought === undefined) return;
    if (brought === 'never') {
      fail(flow.words.timeout, 'Authentication timed out. Please try again.');
      return;
    }
    if (brought.error !== '') {
      const denied = brought.error === 'access_denied';
      fail(flow.words.denied, denied ? 'Authentication was cancelled or denied.' : 'Authentication failed: ');
      return;
    }
    const save = await login.redeem(current, brought).catch((error: unknown) => messageOf(error));
    if (typeof save === 'string') failExchange(save);
    // A login that was cancelled meanwhile saves nothing.
    else if (!since(version, '7.2.64') || sessions.isPending(state, flow.provider)) saveBy(save, current);
  }

  function saveBy(save: Save, current: ConfiguredProgram): void {
    let path;
    try {
      path = save(current);
    } catch (error) {
      const sentence = `${flow.words.save}: ${messageOf(error)}`;
      if (since(version, '6.5.59')) {
        fail(flow.words.save, sentence);
        return;
      }
      // `log.Fatalf`, which ends the whole server.
      log.line('fatal', 'auth_files.go:863', sentence);
      process.exit(1);
    }
    output.print(`Authentication successful! Token saved to ${path}\n`);
    output.print(`You can now use ${flow.title} services through this CLI\n`);
    sessions.complete(state, flow.provider);
  }

  /** Undefined where nobody waits for it any more. */
  async function comesBack(): Promise<Brought | 'never' | undefined> {
    const { waitMs } = behaviourNow();
    output.print('Waiting for authentication callback...\n');
    const startedAtMs = Date.now();
    for (;;) {
      if (since(version, '6.6.30') && !sessions.isPending(state, flow.provider)) return undefined;
      if (Date.now() - startedAtMs > waitMs) return 'never';
      const brought = fetchCallback(program, flow.provider, state);
      if (brought !== undefined) return brought;
      await after(lookEveryMs);
    }
  }

  function failExchange(cause: string): void {
    const [, status] = /^token exchange failed with status (\d+)/.exec(cause) ?? [];
    if (status !== undefined && !since(version, '6.7.22')) {
      fail(`token exchange failed with status ${status}`, cause);
      return;
    }
    const says = flow.words.exchange;
    const told = flow.provider === 'codex' && since(version, '7.0.8') ? `${says}: ${cause}` : says;
    fail(told, `${says}: code_exchange_failed: ${says} (caused by: ${cause})`);
  }

  function fail(error: string, sentence: string): void {
    log.line('error', 'auth_files.go:811', sentence);
    sessions.fail(state, error);
  }
}

/** Of what can be changed while a server runs, what a login goes by. */
export function changed() {
  const { exchange, exchangeMs, save, providerUrl, pollMs, waitMs } = behaviourNow();
  return { exchange, exchangeMs, save, providerUrl, pollMs, waitMs };
}
