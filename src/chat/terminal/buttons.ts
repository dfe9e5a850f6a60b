import type { Button } from '../platform';
import { type Look, clean } from './text';

type Pressable = Exclude<Button, { kind: 'link' }>;

/** Buttons as numbers to type. A button keeps its number as long as its message shows it; none is used twice. */
export interface Buttons {
  /** The buttons of a message as lines to print; those it showed before and shows no more are gone. */
  show(message: string, rows: readonly (readonly Button[])[], look: Look): readonly string[];
  /** The button a person means by a number they typed (`2`, `[2]`), if it is still there. */
  pressed(typed: string): Pressable | undefined;
  drop(message: string): void;
}

export function createButtons(): Buttons {
  const shown = new Map<number, { readonly message: string; readonly button: Pressable }>();
  let lastNumber = 0;

  function numberOf(message: string, button: Pressable): number {
    for (const [number, one] of shown) {
      if (one.message === message && one.button.action === button.action) return number;
    }
    lastNumber += 1;
    return lastNumber;
  }

  function drop(message: string, except: readonly number[] = []): void {
    for (const [number, one] of shown) {
      if (one.message === message && !except.includes(number)) shown.delete(number);
    }
  }

  return {
    show: (message, rows, look) => {
      const kept: number[] = [];
      const lines = rows.flatMap(row => {
        const numbered: string[] = [];
        const links: string[] = [];
        for (const button of row) {
          // On a line of its own, so that it can be clicked and copied whole.
          if (button.kind === 'link') links.push(`${clean(button.label)}: ${clean(button.url)}`);
          else {
            const number = numberOf(message, button);
            shown.set(number, { message, button });
            kept.push(number);
            numbered.push(`${look.bold(`[${String(number)}]`)} ${clean(button.label)}`);
          }
        }
        return numbered.length > 0 ? [...links, numbered.join('   ')] : links;
      });
      drop(message, kept);
      return lines;
    },
    pressed: typed => {
      const number = /^\[?(\d{1,6})\]?$/.exec(typed)?.[1];
      return number === undefined ? undefined : shown.get(Number(number))?.button;
    },
    drop,
  };
}
