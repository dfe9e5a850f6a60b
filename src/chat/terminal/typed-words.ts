/** A word of a line, as it stands there and as a shell would read it. */
export interface TypedWord {
  readonly raw: string;
  readonly value: string;
}

/**
 * Takes a line apart at its spaces, except where they are quoted or follow a backslash, as terminals write the path of
 * a file that is dropped on them (`/tmp/my\ key.json`). A quote inside a word is a quote: `bob's`.
 */
export function wordsOf(line: string): readonly TypedWord[] {
  return [...line.matchAll(/"([^"]*)"(?=\s|$)|'([^']*)'(?=\s|$)|(?:\\.|[^\s\\]|\\$)+/g)].map(
    ([raw, double, single]) => ({ raw, value: double ?? single ?? raw.replace(/\\(.)/g, '$1') }),
  );
}
