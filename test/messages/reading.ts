/** What is wrong with a text that a person is to read; empty when nothing is. */
export function flaws(text: string): readonly string[] {
  const found: [boolean, string][] = [
    [text.trim() === '', 'empty'],
    [/undefined|null|NaN|\[object|\$\{/.test(text), 'a value that is none'],
    [/\n\s*\n|^\n|\n$/.test(text), 'an empty line'],
    [/[^\s•] {2,}\S/.test(text), 'two spaces'],
    [/\s[,.;:!?](?:\s|$)|[,;:]\.|[^.]\.\.(?:[^.]|$)/.test(text), 'stray punctuation'],
    [
      ['()', '（）', '“”', '[]'].some(pair => count(text, pair.charAt(0)) !== count(text, pair.charAt(1))),
      'an open bracket or quote',
    ],
    [count(text, '"') % 2 !== 0, 'an open quote'],
  ];
  return found.flatMap(([isThere, flaw]) => (isThere ? [flaw] : []));
}

/** English sentences in a text: four words in a row that are no command, path or name. */
export function englishIn(text: string): readonly string[] {
  return text.replace(/`[^`]*`/g, '').match(/(?<![\w/.-])(?:[A-Za-z][a-z']+[ ,]+){3,}[a-z']+/g) ?? [];
}

export function isChinese(text: string): boolean {
  return /\p{Script=Han}/u.test(text);
}

function count(text: string, letter: string): number {
  return text.split(letter).length - 1;
}
