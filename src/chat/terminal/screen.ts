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
      output.write(text);
      // Redrawing goes up by the rows that the typed line filled before, over what was just printed. Node has no
      // public way to say that there are none.
      Reflect.set(prompt, 'prevRows', 0);
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
