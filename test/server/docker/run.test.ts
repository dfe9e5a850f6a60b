import { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { outcomeOf } from '../../../src/server/docker/run';
import type { Execution } from '../../../src/server/server';

function execution(output: AsyncIterable<string>, exitCode = 0): Execution {
  return { output, exitCode: () => Promise.resolve(exitCode) };
}

describe('a short program', () => {
  it('ends with its exit code and what it said', async () => {
    async function* said() {
      yield 'mv: ';
      await pause(1);
      yield 'no\n';
    }

    await expect(outcomeOf(execution(said(), 1))).resolves.toEqual({ exitCode: 1, output: 'mv: no\n' });
  });

  it('is heard to its end, and only its beginning is kept', async () => {
    let heard = 0;
    function* words() {
      for (; heard < 1_000; heard++) yield 'x'.repeat(100);
    }

    const { output } = await outcomeOf(execution(Readable.from(words())));

    expect([heard, output.length]).toEqual([1_000, 4_000]);
  });

  it('has no exit code when it does not end in time', async () => {
    async function* silent() {
      yield 'so far';
      await new Promise(() => undefined);
    }

    await expect(outcomeOf(execution(silent()), 20)).resolves.toEqual({
      exitCode: undefined,
      output: 'so far',
    });
  });

  it('is not taken for ended when its output breaks off', async () => {
    async function* broken() {
      yield 'so far';
      await Promise.reject(new Error('the connection is lost'));
    }

    await expect(outcomeOf(execution(broken()))).rejects.toThrow('the connection is lost');
  });
});
