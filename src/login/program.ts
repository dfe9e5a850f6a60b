import { setTimeout as sleep } from 'node:timers/promises';
import { oneLine } from '../cliproxy/one-line';
import type { Provider } from '../cliproxy/provider';
import { UserError } from '../errors';
import type { CallbackPort } from '../jobs/login';
import { PortUnreachable, type Container, type HttpAnswer, type Server } from '../server/server';
import type { Callback } from './callback';

const probeTimeoutMs = 3_000;
const deliveryTimeoutMs = 10_000;
const goneWithinMs = 3_000;
const pollMs = 100;

/**
 * Ends every process of the container that was started with the flag `$1`, this shell excepted. `kill` is a
 * builtin and /proc is always there: images since v7.1.51 have no ps, pkill or curl.
 */
const killByFlag = `
for process in /proc/[0-9]*; do
  pid=\${process#/proc/}
  [ "$pid" = "$$" ] && continue
  case "$(tr '\\0' ' ' <"$process/cmdline" 2>/dev/null)" in *"$1 "*) kill "$pid" ;; esac
done
true`;

/**
 * Hands a callback to the login that listens on the server. It must be the right login's: the program takes
 * the first callback that comes, whatever its state.
 *
 * @throws UserError `callback-unreachable` where nothing listens, `callback-rejected` where it was refused.
 */
export async function deliverCallback(
  server: Server,
  container: Container,
  provider: Provider,
  callback: Callback,
  port: CallbackPort,
): Promise<void> {
  const found = await listener(server, container, provider);
  if (found === undefined || provider.redirect === undefined) {
    throw new UserError({ code: 'callback-unreachable', server: server.name, port });
  }
  const query = new URLSearchParams({
    ...(callback.code !== undefined && { code: callback.code }),
    ...(callback.error !== undefined && { error: callback.error }),
    state: callback.oauthState,
  });
  const answer = await server.request(
    found,
    { path: `${provider.redirect.path}?${query.toString()}` },
    deliveryTimeoutMs,
  );
  if (answer.status >= 400 && callback.error === undefined) {
    throw new UserError({ code: 'callback-rejected', detail: oneLine(answer.body, 100) });
  }
}

/**
 * Ends whatever login runs in the container, ours or one that was left over, and frees its port. A callback
 * with an error ends it in every version and needs no tool in the image; `kill` is for one that does not
 * listen (any more).
 *
 * @returns whether there was one, and whether it is gone.
 */
export async function endLogin(
  server: Server,
  container: Container,
  provider: Provider,
): Promise<{ readonly found: boolean; readonly gone: boolean }> {
  const listening = await listener(server, container, provider);
  if (listening === undefined && !(await isRunning(container, provider))) return { found: false, gone: true };
  if (listening !== undefined && provider.redirect !== undefined) {
    await quietly(
      server.request(listening, { path: `${provider.redirect.path}?error=cancelled` }, probeTimeoutMs),
    );
    if (await isGone(container, provider)) return { found: true, gone: true };
  }
  const killed = await container.exec(['sh', '-c', killByFlag, 'sh', provider.flag]);
  const output = killed.output[Symbol.asyncIterator]();
  // It has ended when its output has.
  while ((await output.next()).done !== true);
  return { found: true, gone: await isGone(container, provider) };
}

/** Where the login can be reached. Asked on a path that does not use the one callback up. */
async function listener(
  server: Server,
  container: Container,
  provider: Provider,
): Promise<{ readonly host: string; readonly port: number } | undefined> {
  if (provider.redirect === undefined) return undefined;
  const { port, probe } = provider.redirect;
  for (const endpoint of container.endpoints(port)) {
    const answer = await quietly(server.request(endpoint, { path: probe.path }, probeTimeoutMs));
    if (answer?.status === probe.status) return endpoint;
  }
  return undefined;
}

async function isRunning(container: Container, provider: Provider): Promise<boolean> {
  const withFlag = new RegExp(`${provider.flag}(?:\\s|$)`);
  return (await container.processes()).some(line => withFlag.test(line) && !line.includes('/proc/[0-9]*'));
}

async function isGone(container: Container, provider: Provider): Promise<boolean> {
  for (let waitedMs = 0; waitedMs <= goneWithinMs; waitedMs += pollMs) {
    if (!(await isRunning(container, provider))) return true;
    await sleep(pollMs);
  }
  return false;
}

/** A published port takes connections even when nothing listens behind it; then they break. */
async function quietly(request: Promise<HttpAnswer>): Promise<HttpAnswer | undefined> {
  try {
    return await request;
  } catch (error) {
    if (error instanceof PortUnreachable) return undefined;
    throw error;
  }
}
