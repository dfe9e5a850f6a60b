import { ofConfig, readConfigFile } from '../cliproxy/config-file';
import { watchReload, type Reload, type ReloadPace } from '../cliproxy/config-reload';
import { strategyWritten } from '../cliproxy/routing';
import { routingIn, withStrategy } from '../cliproxy/routing-in-config';
import { problemOf, UserError } from '../errors';
import type { Strategy } from '../jobs/reports';
import type { Container } from '../server/server';
import type { ServerSettings } from '../server/settings';

/** Whoever edits it by hand saves it now and then; a program that does so without end is another matter. */
const mostAttempts = 4;

/**
 * Writes a strategy into config.yaml and waits until CLIProxyAPI says that it took it up. Where it refuses, or says
 * nothing, what was there is put back. A change that another hand makes meanwhile is never lost: then the file is read
 * again, since one value in it is all that is ours.
 *
 * @throws UserError `config-unreadable`, `config-refused`, `config-not-reloaded`, `config-unconfirmed`, `file-changed`
 * and what {@link Container.rewrite} throws.
 */
export async function writeStrategy(
  container: Container,
  place: ServerSettings,
  strategy: Strategy,
  pace: ReloadPace,
): Promise<void> {
  const server = place.name;
  for (let attempt = 1; ; attempt++) {
    const file = await readConfigFile(container, place);
    const routing = ofConfig(server, file, routingIn);
    if (strategyWritten(routing.strategy) === strategy) return;
    const content = Buffer.from(ofConfig(server, file, text => withStrategy(text, strategy)));
    const untilReloaded = await watchReload(container, place, routing.logsToFile);
    try {
      await container.rewrite(file.path, file.bytes, content);
    } catch (error) {
      if (codeOf(error) === 'connection-lost')
        throw new UserError({ code: 'config-unconfirmed', server }, error);
      if (codeOf(error) !== 'file-changed' || attempt === mostAttempts) throw error;
      continue;
    }
    const reload = await untilReloaded(pace);
    if (reload.kind === 'reloaded') return;
    if (reload.kind === 'unseen') throw new UserError({ code: 'config-unconfirmed', server });
    const isLeft = !(await isPutBack(container, file.path, content, file.bytes, server));
    throw notTaken(server, reload, isLeft, pace);
  }
}

/** False where somebody else changed it meanwhile. */
async function isPutBack(
  container: Container,
  path: string,
  ours: Buffer,
  old: Buffer,
  server: string,
): Promise<boolean> {
  try {
    await container.rewrite(path, ours, old);
    return true;
  } catch (error) {
    const code = codeOf(error);
    if (code === 'file-changed') return false;
    // It says itself what is left there, and the command that helps.
    if (code === 'write-failed') throw error;
    throw code === undefined ? error : new UserError({ code: 'config-unconfirmed', server }, error);
  }
}

function notTaken(
  server: string,
  reload: Extract<Reload, { readonly kind: 'refused' | 'silent' }>,
  isLeft: boolean,
  { withinMs }: ReloadPace,
): UserError {
  const left = isLeft ? ({ left: true } as const) : {};
  if (reload.kind === 'refused') {
    return new UserError({ code: 'config-refused', server, detail: reload.detail, ...left });
  }
  return new UserError({
    code: 'config-not-reloaded',
    server,
    seconds: Math.round(withinMs / 1_000),
    ...left,
  });
}

function codeOf(error: unknown): string | undefined {
  return problemOf(error)?.code;
}
