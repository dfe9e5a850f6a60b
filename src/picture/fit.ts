/** How wide a text is drawn, in pixels. */
export type Measure = (text: string) => number;

/** The text in a width; what is too long loses its middle, since addresses differ at both ends. */
export function shortened(text: string, width: number, measure: Measure): string {
  if (measure(text) <= width) return text;
  const characters = Array.from(text);
  for (let kept = characters.length - 1; kept > 1; kept -= 1) {
    const tail = Math.floor(kept / 2);
    const short = `${characters.slice(0, kept - tail).join('')}…${characters.slice(-tail).join('')}`;
    if (measure(short) <= width) return short;
  }
  return '…';
}

/** What stays together: a word or a Chinese character, with the punctuation that hangs on it; or a space. */
const PIECES = /[（「《“]*(?:[\u2e80-\uffef]|[^\s\u2e80-\uffef]+)[），、。：；？！」》”…]*|\s+/g;

/** Lines of at most a width, broken between words where there are any; Chinese breaks anywhere. */
export function wrapped(text: string, width: number, measure: Measure): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const piece of text.match(PIECES) ?? []) {
    if (line !== '' && measure(line + piece) > width) {
      lines.push(line.trimEnd());
      line = '';
    }
    if (line !== '' || piece.trim() !== '') line += piece;
  }
  if (line.trim() !== '') lines.push(line.trimEnd());
  return lines.map(each => shortened(each, width, measure));
}
