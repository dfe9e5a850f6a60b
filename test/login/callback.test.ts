import fc from 'fast-check';
import { problemOf } from '../../src/errors';
import { readCallback } from '../../src/login/callback';

const state = '0123456789abcdef0123456789abcdef';
const code = 'ac_Q3-x.Y~z_12345678';
const address = `http://localhost:54545/callback?code=${code}&state=${state}`;

function refusal(pasted: string): string | undefined {
  try {
    readCallback(pasted);
    return undefined;
  } catch (error) {
    return problemOf(error)?.code;
  }
}

describe('a pasted callback', () => {
  it.each([
    ['the whole address', address],
    ['an address with the loopback number', address.replace('localhost', '127.0.0.1')],
    ['an address with https', address.replace('http', 'https')],
    ['no scheme', address.slice('http://'.length)],
    ['the query alone', `?code=${code}&state=${state}`],
    ['the query without its mark', `code=${code}&state=${state}`],
    ['the other order', `?state=${state}&code=${code}`],
    ['code#state', `${code}#${state}`],
    ['code#state inside an address', `http://localhost:54545/callback?code=${code}#${state}`],
    ['code%23state inside an address', `http://localhost:54545/callback?code=${code}%23${state}`],
    ['double quotes', `"${address}"`],
    ['single quotes', `'${address}'`],
    ['backticks', `\`${address}\``],
    ['angle brackets', `<${address}>`],
    ['a Markdown link', `[link](${address})`],
    ['quotes around code#state', `"${code}#${state}"`],
    ['spaces around', `   ${address}  \n`],
    ['a line break inside', `${address.slice(0, 40)}\n${address.slice(40)}`],
    ['a Windows line break and indent inside', `${address.slice(0, 50)}\r\n    ${address.slice(50)}`],
    ['words before it', `here you are: ${address}`],
    ['an escaped ampersand', address.replace('&', '&amp;')],
    ['a fragment behind it', `${address}#_`],
    ['more parameters', `${address}&scope=user%3Aprofile`],
    ['a zero-width space', `\u200b${address}`],
  ])('is understood with %s', (_form, pasted) => {
    expect(readCallback(pasted)).toEqual({ code, oauthState: state });
  });

  it('is understood as Google sends it back, with a scope that is an address', () => {
    const pasted = `http://localhost:51121/oauth-callback?state=${state}&iss=https://accounts.google.com&code=4/0AbCdEf-12&scope=email%20https://www.googleapis.com/auth/cclog&authuser=0&prompt=consent`;

    expect(readCallback(pasted)).toEqual({ code: '4/0AbCdEf-12', oauthState: state });
  });

  it('may say that the person refused', () => {
    const pasted = `http://localhost:54545/callback?error=access_denied&error_description=no&state=${state}`;

    expect(readCallback(pasted)).toEqual({ error: 'access_denied', oauthState: state });
  });

  it.each([
    ['nothing', '', 'paste-empty'],
    ['white space', ' \n\t', 'paste-empty'],
    ['small talk', 'hello there', 'paste-not-an-address'],
    ['another address', 'https://example.com/', 'paste-not-an-address'],
    [
      "Google's link",
      `https://accounts.google.com/o/oauth2/v2/auth?response_type=code&state=${state}`,
      'paste-is-the-link',
    ],
    [
      'the link itself',
      `https://claude.ai/oauth/authorize?client_id=x&code=true&state=${state}`,
      'paste-is-the-link',
    ],
    ['an address cut off before the code', 'http://localhost:54545/callback', 'paste-no-code'],
    ['an empty code', `?code=&state=${state}`, 'paste-no-code'],
    ['a state alone', `?state=${state}`, 'paste-no-code'],
    ['an address cut off after the code', `http://localhost:54545/callback?code=${code}`, 'paste-no-state'],
    ['a refusal without its state', '?error=access_denied', 'paste-no-state'],
  ])('is refused with the reason when it is %s', (_form, pasted, reason) => {
    expect(refusal(pasted)).toBe(reason);
  });

  it('is either understood or refused in words, whatever it is', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.webUrl({ withQueryParameters: true })),
        text => {
          try {
            expect(readCallback(text).oauthState).not.toBe('');
          } catch (error) {
            expect(problemOf(error)?.code).toMatch(/^paste-/);
          }
        },
      ),
    );
  });

  it('gives back any code and state that it is given', () => {
    const word = fc.stringMatching(/^[A-Za-z0-9._~-]{8,64}$/);

    fc.assert(
      fc.property(word, word, (someCode, someState) => {
        const query = new URLSearchParams({ code: someCode, state: someState });

        const callback = readCallback(`localhost:54545/callback?${query.toString()}`);

        expect(callback).toEqual({ code: someCode, oauthState: someState });
      }),
    );
  });
});
