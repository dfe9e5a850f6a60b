import { setTimeout as sleep } from 'node:timers/promises';

/** Asks again until the answer is true. Throws with the name of what was waited for when it takes too long. */
export async function until(
  what: string,
  ask: () => boolean | Promise<boolean>,
  timeoutMs = 15_000,
): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  while (!(await ask())) {
    if (performance.now() > deadline) throw new Error(`waited ${timeoutMs} ms in vain until ${what}`);
    await sleep(10);
  }
}

/** A promise that is resolved by hand, to hold a handler where the test wants it. */
export interface Gate {
  readonly passed: Promise<void>;
  open(): void;
}

export function gate(): Gate {
  let open = (): void => undefined;
  const passed = new Promise<void>(resolve => (open = resolve));
  return { passed, open: () => open() };
}
