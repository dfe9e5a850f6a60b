import { type Message, MessageGone, type MessageRef } from '../platform';
import type { Buttons } from './buttons';
import type { Files } from './files';
import type { Screen } from './screen';
import { type Look, linesOf } from './text';

/** The messages that were printed. What is printed stays, so an edit prints the lines that are new in it. */
export interface Sheets {
  add(message: Message): MessageRef;
  /** Throws MessageGone for a message that was removed, or printed by an earlier process. */
  change(ref: MessageRef, message: Message): void;
  remove(ref: MessageRef): void;
}

export function createSheets(screen: Screen, buttons: Buttons, files: Files, look: Look): Sheets {
  const printed = new Map<string, readonly string[]>();
  let lastId = 0;

  function put(id: string, message: Message): void {
    const before = printed.get(id) ?? [];
    const after = [
      ...linesOf(message.text, look, Date.now()),
      ...(message.file === undefined ? [] : files.show(id, message.file)),
      ...buttons.show(id, message.buttons ?? [], look),
    ];
    printed.set(id, after);
    screen.print(newLines(before, after));
  }

  return {
    add: message => {
      lastId += 1;
      put(String(lastId), message);
      return { address: 'terminal:me', id: String(lastId) };
    },
    change: ({ id }, message) => {
      if (!printed.has(id)) throw new MessageGone('this message is not on the screen');
      put(id, message);
    },
    remove: ({ id }) => {
      printed.delete(id);
      buttons.drop(id);
    },
  };
}

function newLines(before: readonly string[], after: readonly string[]): readonly string[] {
  const left = [...before];
  return after.filter(line => {
    const index = left.indexOf(line);
    if (index >= 0) left.splice(index, 1);
    return index < 0;
  });
}
