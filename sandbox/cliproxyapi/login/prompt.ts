import type { Readable } from 'node:stream';
import type { Output } from '../output';

/** Prints the prompt (`Claude callback URL`), without a newline, and reads one line; what was left at the end of input is one too. */
export function promptForLine(output: Output, input: Readable, wanted: string): Promise<string> {
  output.print(`Paste the ${wanted} (or press Enter to keep waiting): `);
  return new Promise(resolve => {
    let text = '';
    const finish = (): void => {
      input.off('data', take).off('end', finish).off('error', finish).pause();
      resolve(text.split('\n')[0]?.trim() ?? '');
    };
    const take = (chunk: Buffer): void => {
      text += chunk.toString();
      if (text.includes('\n')) finish();
    };
    input.on('data', take).on('end', finish).on('error', finish);
  });
}
