import { PassThrough } from 'node:stream';
import { UserError } from '../../src/errors';
import type { Execution } from '../../src/server/server';
import { link } from '../fakes/login';

/** A login program in a container that says and does what a test tells it. */
export interface FakeProgram {
  readonly execution: Execution;
  readonly isRunning: () => boolean;
  /** Whether it listens for the callback. */
  listens: boolean;
  /** Whether it ends when it is asked to by a callback with an error. */
  obeys: boolean;
  print(...chunks: readonly string[]): void;
  showLink(): void;
  exit(code: number): void;
  /** Nothing more can be heard of it, though it goes on. */
  breakConnection(): void;
}

export function fakeProgram(server: string): FakeProgram {
  const output = new PassThrough({ objectMode: true });
  let exitCode: number | undefined;
  const program: FakeProgram = {
    execution: { output: output as AsyncIterable<string>, exitCode: () => Promise.resolve(exitCode) },
    isRunning: () => exitCode === undefined,
    listens: true,
    obeys: true,
    print: (...chunks) => chunks.forEach(chunk => void output.write(chunk)),
    showLink: () => program.print(`Please open this URL in your browser:\n\n${link}\n`),
    exit: code => {
      exitCode ??= code;
      output.end();
    },
    breakConnection: () => void output.destroy(new UserError({ code: 'connection-lost', server })),
  };
  return program;
}
