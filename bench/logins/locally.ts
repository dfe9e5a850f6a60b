import { visitConsentPage } from '../../sandbox/browser';
import { execLocally, followLog } from '../local-exec';
import type { RealServer } from '../parts';
import { callbackUrl } from './callback-url';
import { email, flags, linkPattern, program, type LoginTimes } from './times';

/** A login with nothing between us and the program: what it takes by itself, and starting it in a container. */
export async function loginLocally(server: RealServer): Promise<LoginTimes> {
  const askedAtMs = performance.now();
  const output = await execLocally(server, [program, ...flags]);
  const link = await output.says(linkPattern);

  const address = new URL(await visitConsentPage(link.text, { decision: 'authorize', email }));
  const callback = `${await callbackUrl(server)}/callback${address.search}`;
  const log = await followLog(server);

  const calledAtMs = performance.now();
  await fetch(callback, { redirect: 'manual' });
  const ends = await Promise.all([
    output.says(/authentication successful!/),
    log.says(/auth file changed|clients and configuration updated|full client load complete/),
  ]);
  log.stop();
  await output.ended;
  const loadedAtMs = Math.max(...ends.map(end => end.atMs));
  return { linkMs: link.atMs - askedAtMs, resultMs: loadedAtMs - calledAtMs };
}

/** What it takes to start anything in the container. */
export async function startLocally(server: RealServer): Promise<LoginTimes> {
  const askedAtMs = performance.now();
  const output = await execLocally(server, ['/bin/echo', 'hello']);
  const { atMs } = await output.says(/hello/);
  await output.ended;
  return { linkMs: atMs - askedAtMs, resultMs: 0 };
}
