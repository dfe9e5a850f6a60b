/**
 * Discord's Markdown as a person reads it. What was escaped comes out as typed; what was not takes effect and
 * is gone, so that a test which compares the two sees it.
 */
export function readMarkdown(content: string): string {
  let out = '';
  let at = 0;
  while (at < content.length) {
    const rest = content.slice(at);
    const { text, length } = next(rest, at === 0 || content[at - 1] === '\n');
    out += text;
    at += length;
  }
  return out;
}

interface Piece {
  readonly text: string;
  readonly length: number;
}

/** In the order in which Discord's clients try their rules. */
const RULES: readonly { readonly match: RegExp; readonly read: (found: RegExpExecArray) => string }[] = [
  { match: /^```(?:[a-z0-9_+\-.#]+?\n)?\n*([^\n][^]*?)\n*```/i, read: found => found[1] ?? '' },
  { match: /^\\([^0-9A-Za-z\s])/, read: found => found[1] ?? '' },
  { match: /^(`+)([^]*?[^`])\1(?!`)/, read: found => trimmedCode(found[2] ?? '') },
  { match: /^<t:(-?\d+):R>/, read: found => fromNow(Number(found[1])) },
  { match: /^<t:(-?\d+)(?::[tTdDfF])?>/, read: found => clock(Number(found[1])) },
  { match: /^<(https?:\/\/[^ >]+)>/, read: found => found[1] ?? '' },
  { match: /^(https?:\/\/[^\s<]+[^<.,:;"')\]\s])/, read: found => found[1] ?? '' },
  { match: /^<(?:@[!&]?|#)\d+>/, read: () => '(mention)' },
  { match: /^@(?:everyone|here)\b/, read: () => '(mention)' },
  { match: /^\[([^\]\n]+)\]\([^)\s]+\)/, read: found => found[1] ?? '' },
  { match: /^:[\w+-]+:/, read: () => '(emoji)' },
  { match: /^(?:\*\*|__|~~|\|\|)/, read: () => '' },
  { match: /^[*_]/, read: () => '' },
];

/** Titles, quotes, lists and small print, where a line begins. */
const LINE_RULES = /^[ \t]*(?:#{1,3} |-# |>{1,3} |[-*] |\d+\. )/;

function next(rest: string, atLineStart: boolean): Piece {
  if (atLineStart) {
    const line = LINE_RULES.exec(rest);
    if (line !== null) return { text: '', length: line[0].length };
  }
  for (const { match, read } of RULES) {
    const found = match.exec(rest);
    if (found !== null) return { text: read(found), length: found[0].length };
  }
  return { text: rest.charAt(0), length: 1 };
}

function trimmedCode(code: string): string {
  return code.replace(/^ (?= *`)|(` *) $/g, '$1');
}

function clock(seconds: number): string {
  return `${new Date(seconds * 1000).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

function fromNow(seconds: number): string {
  const minutes = Math.round((seconds * 1000 - Date.now()) / 60_000);
  return minutes < 0 ? `${-minutes} minutes ago` : `in ${minutes} minutes`;
}
