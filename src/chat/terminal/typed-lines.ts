import { readTyped } from '../typed-command';

/** Lines of a paste follow each other faster than anybody types. */
const sameMomentMs = 60;

/** Puts lines together that were one before a terminal broke them. */
export interface TypedLines {
  /** `mayContinue`: more of it may come on the next lines. */
  add(line: string, mayContinue: boolean): void;
  /** Hands over what waits for a continuation. */
  flush(): void;
}

export function createTypedLines(hear: (text: string) => void): TypedLines {
  let open: string | undefined;
  let timer: NodeJS.Timeout | undefined;

  function flush(): void {
    clearTimeout(timer);
    const text = open;
    open = undefined;
    if (text !== undefined) hear(text);
  }

  return {
    flush,
    add: (line, mayContinue) => {
      if (open !== undefined && continuesAddress(line)) {
        open += line;
        timer?.refresh();
        return;
      }
      flush();
      if (line === '') return;
      if (!mayContinue) {
        hear(line);
        return;
      }
      open = line;
      timer = setTimeout(flush, sameMomentMs);
    },
  };
}

/** An address from a browser, whole or the part with the code: it may go on in the next line. */
export function beginsAddress(line: string): boolean {
  return /^["'<(]?(https?:\/\/|localhost[:/]|127\.0\.0\.1[:/]|\/?callback\?|\?|code=)/i.test(line);
}

/** Nothing a person says: a code that may have been broken too. */
export function isLongCode(line: string): boolean {
  return /^[^\s/]\S{39,}$/.test(line);
}

/** More of an address: nothing but characters that addresses are made of, and not the next command or number. */
function continuesAddress(line: string): boolean {
  return /^[\w\-.~:/?#[\]@!$&'()*+,;=%">]+$/.test(line) && isNoCommand(line) && !/^https?:/i.test(line);
}

function isNoCommand(line: string): boolean {
  return readTyped(line) === undefined && !/^\[?\d{1,3}\]?$/.test(line);
}
