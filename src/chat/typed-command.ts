import type { CommandDescription, Look } from './platform';

const looks: Readonly<Record<Look, RegExp>> = {
  number: /^\d+$/,
  duration: /^\d+\p{L}+$/u,
  // Real ones, and what guides call them that the program never had: those are to reach the command too.
  strategy:
    /^(?:(?:weighted[-_]?)?round[-_]?robin|w?rr|weighted|fill[-_]?first|ff|least[-_]?connections|random)$/i,
};

/** A line that begins with `/name`, before anybody knows whether such a command exists. */
export interface TypedCommand {
  /** As it was typed, in lower case. */
  readonly name: string;
  /** Who is spoken to: the `bot` of `/help@bot`. */
  readonly addressee?: string;
  /** Everything after the name, line breaks included. */
  readonly words: string;
}

/** Reads `/name words` or `/name@bot words`; undefined for a text that is no command (`/etc/hosts`, `hello`). */
export function readTyped(text: string): TypedCommand | undefined {
  const match = /^\/([a-z0-9_-]+)(?:@([a-z0-9_]+))?(?:\s+|$)/i.exec(text);
  if (match?.[1] === undefined) return undefined;
  const [whole, name, addressee] = match;
  return {
    name: name.toLowerCase(),
    words: text.slice(whole.length).trimEnd(),
    ...(addressee === undefined ? {} : { addressee }),
  };
}

/** The command a typed name means: `claude_login` and `claude-login` are the same. */
export function findTyped(
  commands: readonly CommandDescription[],
  name: string,
): CommandDescription | undefined {
  const underscored = name.replaceAll('-', '_');
  return commands.find(command => command.name.replaceAll('-', '_') === underscored);
}

/**
 * Places words in a command's options: by name where they say one (`server:ali`, `server=ali`), by what they say
 * where that is a choice of one (`picture`) or looks like what one waits for (`100`, `2h`), else in order. A value may stand in
 * quotes; an option that takes the rest gets it untouched. `rest` is what found no place.
 */
export function placeWords(
  options: CommandDescription['options'],
  words: string,
): { readonly options: Readonly<Record<string, string>>; readonly rest: string } {
  const placed: Record<string, string> = {};
  let left = words.trim();
  while (left !== '') {
    const open = options.filter(option => !Object.hasOwn(placed, option.name));
    const prefix = /^([\w-]+)[:=](?=\S)/.exec(left);
    const named = open.find(option => option.name === prefix?.[1]?.toLowerCase());
    const [word] = firstWord(left);
    const chosen = open.find(option => choiceOf(option, word) !== undefined);
    const alike = open.find(({ looksLike }) => looksLike !== undefined && looks[looksLike].test(word));
    // What a later word is meant for is not taken by this one.
    const isAwaited = ({ looksLike }: (typeof options)[number]): boolean =>
      looksLike !== undefined && left.split(/\s+/).some(each => looks[looksLike].test(each));
    const free = open.find(each => each.choices === undefined && !isAwaited(each));
    const option = named ?? chosen ?? alike ?? free;
    if (option === undefined) break;
    if (named !== undefined && prefix !== null) left = left.slice(prefix[0].length);
    const [taken, value] = option.takesRest === true ? [left, left] : firstWord(left);
    placed[option.name] = choiceOf(option, value) ?? value;
    left = left.slice(taken.length).trimStart();
  }
  return { options: placed, rest: left };
}

/** The choice that a word means, by its own word or by what people call it in any language. */
function choiceOf(
  { choices = [] }: CommandDescription['options'][number],
  typed: string,
): string | undefined {
  const word = typed.toLowerCase();
  return choices.find(each =>
    [each.word, ...Object.values(each.name)].some(name => name.toLowerCase() === word),
  )?.word;
}

/** The first word as it stands there, and what it says without the quotes around it. */
function firstWord(text: string): readonly [string, string] {
  const quoted = /^(?:"([^"]+)"|'([^']+)')(?=\s|$)/.exec(text);
  const inside = quoted?.[1] ?? quoted?.[2];
  if (quoted !== null && inside !== undefined) return [quoted[0], inside];
  const word = text.split(/\s/, 1)[0] ?? text;
  return [word, word];
}
