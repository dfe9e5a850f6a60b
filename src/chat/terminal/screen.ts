import { type Interface, clearScreenDown, cursorTo, moveCursor } from 'node:readline';

/** Prints lines; where somebody types, above what they are typing. */
export interface Screen {
  print(lines: readonly string[]): void;
  /** From now on lines are printed above this prompt. */
  promptAt(prompt: Interface): void;
  /** The prompt is over. */
  release(): void;
}

export function createScreen(output: NodeJS.WritableStream): Screen {
  let prompt: Interface | undefined;
  return {
    print: lines => {
      if (lines.length === 0) return;
      const text = `${lines.join('\n')}\n`;
      if (prompt === undefined) {
        output.write(text);
        return;
      }
      const { rows } = prompt.getCursorPos();
      moveCursor(output, 0, -rows);
      cursorTo(output, 0);
      clearScreenDown(output);
      // Redrawing the prompt goes up by as many rows as the typed line filled: put them there.
      output.write(text + '\n'.repeat(rows));
      prompt.prompt(true);
    },
    promptAt: given => {
      prompt = given;
      prompt.prompt();
    },
    release: () => {
      if (prompt !== undefined) {
        cursorTo(output, 0);
        clearScreenDown(output);
      }
      prompt = undefined;
    },
  };
}
