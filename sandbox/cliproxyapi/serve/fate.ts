import type { Behaviour } from '../behaviour';
import { behaviourNow } from '../behaviour';

/**
 * How a server ends without being asked to: when its time has come, or when it gets SIGUSR2, which nobody but
 * tests sends. Comes back with the exit code; how it ends is read anew at its end.
 */
export function fate({ exitAfterMs }: Behaviour): Promise<number> {
  const come = new Promise<void>(resolve => {
    process.once('SIGUSR2', () => resolve());
    if (exitAfterMs > 0) setTimeout(resolve, exitAfterMs);
  });
  return come.then(async () => {
    const { eatMemoryMb, exitCode } = behaviourNow();
    await eat(eatMemoryMb);
    return exitCode;
  });
}

const biteMb = 16;

/** Really takes memory, and goes on taking it: only what is written to counts. */
async function eat(megabytes: number): Promise<void> {
  const eaten: Buffer[] = [];
  for (let at = 0; at < megabytes; at += biteMb) {
    eaten.push(Buffer.alloc(biteMb * 1024 * 1024, 1));
    await new Promise(done => setImmediate(done));
  }
}
