import { finished, type Readable } from 'node:stream';

/** What a program says, as it says it. */
export interface Hearing {
  /**
   * The first match in all it said, and when the last piece of it came (on the clock of `performance.now()`).
   * Rejects when the program ends without, or says nothing of it for long.
   */
  says(pattern: RegExp): Promise<{ readonly text: string; readonly atMs: number }>;
  readonly ended: Promise<void>;
}

const patienceMs = 20_000;

export function hear(stream: Readable): Hearing {
  let heard = '';
  const listeners = new Set<() => void>();
  const tellAll = (): void => {
    for (const listener of listeners) listener();
  };
  let over = false;
  stream.on('data', (chunk: Buffer) => {
    heard += chunk.toString('utf8');
    tellAll();
  });
  const ended = new Promise<void>(resolve => {
    finished(stream, () => {
      over = true;
      tellAll();
      resolve();
    });
  });

  return {
    ended,
    says: pattern =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(() => stop(() => reject(missing())), patienceMs);
        const missing = (): Error => new Error(`never said: ${String(pattern)}; but: ${heard}`);
        const stop = (then: () => void): void => {
          clearTimeout(timer);
          listeners.delete(listen);
          then();
        };
        const listen = (): void => {
          const [text] = pattern.exec(heard) ?? [];
          if (text !== undefined) stop(() => resolve({ text, atMs: performance.now() }));
          else if (over) stop(() => reject(missing()));
        };
        listeners.add(listen);
        listen();
      }),
  };
}
