import { setTimeout as after } from 'node:timers/promises';
import type { Program } from '../program';
import type { Callback, CallbackServer } from './callback-server';
import { CallbackTimedOut } from './failure';
import { parsePaste } from './paste';
import { promptForLine } from './prompt';

/**
 * Waits for the browser's return by HTTP or by the prompt. Throws {@link CallbackTimedOut}, and what
 * {@link parsePaste} throws: a bad paste ends the login.
 */
export async function waitForCallback(
  program: Program,
  server: CallbackServer,
  wanted = 'Claude callback URL',
): Promise<Callback> {
  const { behaviour, traits, output } = program;
  const byHttp = server.wait(behaviour.waitMs).then(callback => {
    if (callback === undefined) throw new CallbackTimedOut();
    return callback;
  });
  // It may fail while the blocking prompt looks the other way.
  byHttp.catch(() => undefined);
  if (traits.prompt === 'none') return byHttp;

  const offer = new AbortController();
  const offered = after(behaviour.promptAfterMs, undefined, { signal: offer.signal });
  const early = await Promise.race([byHttp, offered.catch(() => undefined)]).finally(() => offer.abort());
  if (early !== undefined) return early;

  const pasted = promptForLine(output, process.stdin, wanted).then(parsePaste);
  if (traits.prompt === 'concurrent') {
    pasted.catch(() => undefined);
    return await Promise.race([byHttp, pasted.then(callback => callback ?? byHttp)]);
  }
  // Releases with the blocking prompt notice neither a callback nor the time-out before a line was read.
  return (await pasted) ?? (await byHttp);
}
