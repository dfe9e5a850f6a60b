import { constants } from 'node:os';
import type { Signal } from '../container/life';
import { EngineError, sendEmpty } from './answers';
import type { Call } from './call';
import { found } from './call';

const signals: readonly Signal[] = [
  'SIGTERM',
  'SIGKILL',
  'SIGINT',
  'SIGHUP',
  'SIGUSR1',
  'SIGUSR2',
  'SIGQUIT',
];

export function start(call: Call): void {
  sendEmpty(call.response, found(call).life.start() ? 204 : 304);
}

export async function stop(call: Call): Promise<void> {
  sendEmpty(call.response, (await found(call).life.stop(graceMs(call))) ? 204 : 304);
}

export async function restart(call: Call): Promise<void> {
  await found(call).life.restart(graceMs(call));
  sendEmpty(call.response, 204);
}

export function kill(call: Call): void {
  const container = found(call);
  try {
    container.life.kill(signalOf(call.query.get('signal')));
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    throw new EngineError(error.status, `Cannot kill container: ${call.id}: ${error.message}`);
  }
  sendEmpty(call.response, 204);
}

export function pause(call: Call): void {
  found(call).life.pause();
  sendEmpty(call.response, 204);
}

export function unpause(call: Call): void {
  found(call).life.unpause();
  sendEmpty(call.response, 204);
}

export function rename(call: Call): void {
  const container = found(call);
  const name = call.query.get('name') ?? '';
  if (name === '') throw new EngineError(400, 'Neither old nor new names may be empty');
  const other = [...call.containers].find(each => each.name === name);
  if (other !== undefined) {
    throw new EngineError(
      409,
      `Conflict. The container name "/${name}" is already in use by container "${other.id}". ` +
        'You have to remove (or rename) that container to be able to reuse that name.',
    );
  }
  container.rename(name);
  sendEmpty(call.response, 204);
}

/** `DELETE /containers/{id}` */
export async function remove(call: Call): Promise<void> {
  const container = found(call);
  const { life } = container;
  if (life.isUp && !['1', 'true'].includes(call.query.get('force') ?? '')) {
    throw new EngineError(
      409,
      `You cannot remove a running container ${container.id}. ` +
        'Stop the container before attempting removal or force remove',
    );
  }
  if (life.isUp) {
    life.kill('SIGKILL');
    await life.ended;
  }
  call.containers.delete(container);
  container.tell('destroy');
  sendEmpty(call.response, 204);
}

function graceMs({ query }: Call): number | undefined {
  const seconds = query.get('t');
  return seconds === null ? undefined : Number(seconds) * 1000;
}

/** `KILL`, `SIGKILL` or `9`; nothing means SIGKILL. Throws 400. */
function signalOf(text: string | null): Signal {
  const wanted = (text ?? 'SIGKILL').toUpperCase();
  const signal = signals.find(
    each => each === wanted || each === `SIG${wanted}` || String(constants.signals[each]) === wanted,
  );
  if (signal === undefined) throw new EngineError(400, `invalid signal: ${wanted}`);
  return signal;
}
