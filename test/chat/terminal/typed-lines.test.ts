import { beginsAddress, createTypedLines } from '../../../src/chat/terminal/typed-lines';

function heardFrom(...lines: readonly string[]): readonly string[] {
  const heard: string[] = [];
  const typed = createTypedLines(text => heard.push(text));
  for (const line of lines) typed.add(line, beginsAddress(line));
  typed.flush();
  return heard;
}

describe('lines typed into a terminal', () => {
  it('are one address again when they were broken at the edge of a window', () => {
    const heard = heardFrom('http://localhost:54545/callback?code=abc', 'def&sta', 'te=0123');

    expect(heard).toEqual(['http://localhost:54545/callback?code=abcdef&state=0123']);
  });

  it.each([
    ['a command', '/cancel'],
    ['the number of a button', '2'],
    ['words', 'is this right?'],
    ['another address', 'http://localhost:54545/callback?code=z'],
  ])('are not joined to %s', (_, next) => {
    const heard = heardFrom('http://localhost:54545/callback?code=abc', next);

    expect(heard).toEqual(['http://localhost:54545/callback?code=abc', next]);
  });

  it('are not joined where the first is no address', () => {
    const heard = heardFrom('hello', 'there', '', '/help');

    expect(heard).toEqual(['hello', 'there', '/help']);
  });

  it.each([
    'http://localhost:54545/',
    'localhost:54545/callback?code=a',
    '?code=a',
    'code=a&state=b',
    '"https://x.y"',
  ])('may begin an address with %s', line => {
    const begins = beginsAddress(line);

    expect(begins).toBe(true);
  });
});
