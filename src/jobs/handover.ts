import { randomUUID } from 'node:crypto';
import { UserError } from '../errors';
import type { Handover } from './contracts';
import type { Jobs, Stop } from './jobs';
import { newKeyPair, open, seal } from './sealing';

type Line = Pick<Jobs, 'signal' | 'onSignal'>;

/** How long what is wanted may be on its way before it is asked for once more. */
const waitMs = 10_000;
const attempts = 2;

/**
 * Holds bytes ready for whichever worker takes the task that names the {@link Handover}, until they are withdrawn.
 * Who reads the store, then or later, cannot open what is there; who writes to it could pose as a worker.
 */
export function handOver(
  jobs: Line,
  content: Buffer,
): { readonly handover: Handover; readonly withdraw: Stop } {
  const id = randomUUID();
  const own = newKeyPair();
  const stop = jobs.onSignal(signal => {
    if (signal.kind !== 'wanted' || signal.handover !== id) return;
    const sealed = sealedFor(signal.key);
    // A worker that does not get it asks again.
    if (sealed !== undefined) jobs.signal({ kind: 'handed', handover: id, sealed }).catch(() => undefined);
  });
  return { handover: { id, key: own.key }, withdraw: stop };

  /** Undefined for a key that is none. */
  function sealedFor(receiver: string): string | undefined {
    try {
      return seal(content, own, { handover: id, sender: own.key, receiver });
    } catch {
      return undefined;
    }
  }
}

/**
 * Asks for what a task hands over.
 *
 * @throws UserError `handover-failed` where nobody has it any more, or what comes cannot be opened.
 */
export async function takeOver(
  jobs: Line,
  { id, key: sender }: Handover,
  withinMs: number = waitMs,
): Promise<Buffer> {
  const own = newKeyPair();
  const between = { handover: id, sender, receiver: own.key };
  let take: (content: Buffer) => void = () => undefined;
  const handed = new Promise<Buffer>(resolve => (take = resolve));
  const stop = jobs.onSignal(signal => {
    if (signal.kind !== 'handed' || signal.handover !== id) return;
    // What another worker asked for has the same id and is sealed for another key.
    const content = open(signal.sealed, own, between);
    if (content !== undefined) take(content);
  });
  try {
    for (let attempt = 0; attempt < attempts; attempt++) {
      await jobs.signal({ kind: 'wanted', handover: id, key: own.key });
      const content = await within(withinMs, handed);
      if (content !== undefined) return content;
    }
    throw new UserError({ code: 'handover-failed' });
  } finally {
    await stop();
  }
}

async function within<Value>(ms: number, coming: Promise<Value>): Promise<Value | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>(resolve => (timer = setTimeout(() => resolve(undefined), ms)));
  return Promise.race([coming, late]).finally(() => clearTimeout(timer));
}
