/** A pretend chat server with people who may log accounts in. Times are of `performance.now()`. */
export interface Chat {
  readonly name: string;
  /** The variables that lead the program there. */
  readonly environment: Readonly<Record<string, string>>;
  /** Everybody, as `OPERATORS` names them. */
  readonly operators: readonly string[];
  /** Somebody who has done nothing yet. Throws when there is nobody left. */
  person(): Person;
  /** Where the bot tells of what goes wrong. */
  readonly alerts: AlertChat;
  /** What the program did that it should not have done. */
  violations(): readonly string[];
  close(): Promise<void>;
}

/** Somebody in their private chat with the bot. */
export interface Person {
  /** Gives a command without options. */
  commands(name: string): void;
  writes(text: string): void;
  /** What the bot sent to this person so far, edits included: when the request came, and its body as JSON. */
  heard(): readonly { readonly atMs: number; readonly body: string }[];
}

/** A chat that alerts go to. */
export interface AlertChat {
  /** As `ALERTS` names it. */
  readonly place: string;
  /** What the bot sent there so far: when the request came, and whether it was a new message or an edit. */
  told(): readonly { readonly atMs: number; readonly isNew: boolean }[];
}

/** Hands out every person once. */
export function queueOf(people: readonly Person[]): () => Person {
  const left = [...people];
  return () => {
    const person = left.shift();
    if (person === undefined) throw new Error('there is nobody left who has not logged in yet');
    return person;
  };
}
