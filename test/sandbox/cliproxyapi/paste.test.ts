import { parsePaste } from '../../../sandbox/cliproxyapi/login/paste';

describe("the program's own reading of a paste", () => {
  const both = { code: 'abc', state: 'xyz' };

  it.each([
    ['http://localhost:54545/callback?code=abc&state=xyz', both],
    ['  localhost:54545/callback?code=abc&state=xyz\r\n', both],
    ['?code=abc&state=xyz', both],
    ['code=abc&state=xyz', both],
    ['http://localhost:54545/callback#code=abc&state=xyz', both],
    ['http://localhost:54545/callback?code=abc%23xyz', both],
    ['code=abc', { code: 'abc', state: '' }],
    ['http://localhost:54545/callback?error=access_denied&state=xyz', { error: 'access_denied' }],
    ['?error=a&error_description=b', { error: 'a', description: 'b' }],
    ['?error_description=b', { error: 'b' }],
    ['   ', undefined],
  ])('understands %j', (input, expected) => {
    const parsed = parsePaste(input);

    expect(parsed).toEqual(expected);
  });

  it.each([
    ['abc#xyz', 'callback URL missing code'],
    ['abc', 'invalid callback URL'],
    ['http://localhost:54545/callback?state=xyz', 'callback URL missing code'],
    ['here: code=abc', 'parse "http://here: code=abc": invalid port ": code=abc" after host'],
    ['my code/abc', 'parse "http://my code/abc": invalid character " " in host name'],
  ])('refuses %j', (input, message) => {
    const parse = (): unknown => parsePaste(input);

    expect(parse).toThrow(new Error(message));
  });
});
