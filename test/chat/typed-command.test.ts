import { findTyped, placeWords, readTyped } from '../../src/chat/typed-command';
import type { CommandDescription } from '../../src/chat/platform';

const says = { en: '…', 'zh-CN': '…' };
const option = (name: string, takesRest = false) => ({ name, description: says, required: false, takesRest });
const command = (name: string): CommandDescription => ({ name, description: says, options: [] });

describe('a typed command', () => {
  it.each([
    ['/help', { name: 'help', words: '' }],
    ['/Claude_Login ali', { name: 'claude_login', words: 'ali' }],
    ['/help@logins_bot now', { name: 'help', addressee: 'logins_bot', words: 'now' }],
    [
      '/callback\nhttp://localhost:54545/\ncallback?code=a\n',
      { name: 'callback', words: 'http://localhost:54545/\ncallback?code=a' },
    ],
  ])('is read from %j', (text, expected) => {
    const typed = readTyped(text);

    expect(typed).toEqual(expected);
  });

  it.each(['hello', ' /help', '/etc/hosts', '/callback?code=a&state=b', '/', ''])('is not in %j', text => {
    const typed = readTyped(text);

    expect(typed).toBeUndefined();
  });

  it.each([
    ['claude_login', 'claude-login'],
    ['claude-login', 'claude-login'],
    ['dry_run', 'dry_run'],
    ['dry-run', 'dry_run'],
  ])('%s means the command %s', (typed, name) => {
    const found = findTyped([command('claude-login'), command('dry_run')], typed);

    expect(found?.name).toBe(name);
  });
});

describe('the words of a command', () => {
  const options = [option('server'), option('note')];

  it.each([
    ['', {}, ''],
    ['ali', { server: 'ali' }, ''],
    ['ali because', { server: 'ali', note: 'because' }, ''],
    ['note:because ali', { server: 'ali', note: 'because' }, ''],
    ['Server=ali', { server: 'ali' }, ''],
    [`note="two words" 'us west'`, { server: 'us west', note: 'two words' }, ''],
    ['ali it’s "ok', { server: 'ali', note: 'it’s' }, '"ok'],
    ['ali  now  please   do', { server: 'ali', note: 'now' }, 'please   do'],
    ['server: ali', { server: 'server:', note: 'ali' }, ''],
    ['other:thing', { server: 'other:thing' }, ''],
    ['server:a server:b', { server: 'a', note: 'server:b' }, ''],
  ])('%j find their options', (words, placed, rest) => {
    const result = placeWords(options, words);

    expect(result).toEqual({ options: placed, rest });
  });

  it.each([
    [`"http://localhost/?code=a"\nand more`, `"http://localhost/?code=a"\nand more`],
    ['address:http://localhost/?code=a b', 'http://localhost/?code=a b'],
  ])('%j go whole to an option that takes the rest', (words, address) => {
    const result = placeWords([option('address', true)], words);

    expect(result).toEqual({ options: { address }, rest: '' });
  });

  it.each([
    ['picture', { view: 'picture' }, ''],
    ['ali picture', { server: 'ali', view: 'picture' }, ''],
    ['picture ali', { server: 'ali', view: 'picture' }, ''],
    ['ali 图片', { server: 'ali', view: 'picture' }, ''],
    ['Picture', { view: 'picture' }, ''],
    ['view:picture ali', { server: 'ali', view: 'picture' }, ''],
    ['server:picture', { server: 'picture' }, ''],
    ['ali sculpture', { server: 'ali' }, 'sculpture'],
    ['picture picture', { server: 'picture', view: 'picture' }, ''],
  ])('%j find the choice that they are', (words, placed, rest) => {
    const choices = [{ word: 'picture', name: { en: 'picture', 'zh-CN': '图片' } }];

    const result = placeWords([option('server'), { ...option('view'), choices }], words);

    expect(result).toEqual({ options: placed, rest });
  });

  it.each([
    ['100', { lines: '100' }, ''],
    ['ali 100', { server: 'ali', lines: '100' }, ''],
    ['100 ali', { lines: '100', server: 'ali' }, ''],
    ['ali many', { server: 'ali', lines: 'many' }, ''],
    ['100 200', { lines: '100', server: '200' }, ''],
    ['server:1', { server: '1' }, ''],
  ])('%j find the number that is waited for', (words, placed, rest) => {
    const result = placeWords(
      [option('server'), { ...option('lines'), looksLike: 'number' as const }],
      words,
    );

    expect(result).toEqual({ options: placed, rest });
  });

  it.each([
    ['2h', { for: '2h' }],
    ['2h ali', { for: '2h', server: 'ali' }],
    ['ali 2h', { server: 'ali', for: '2h' }],
    ['ali 30分钟', { server: 'ali', for: '30分钟' }],
    ['soon', { for: 'soon' }],
    ['soon ali', { for: 'soon', server: 'ali' }],
  ])('%j find the time that is waited for', (words, placed) => {
    const options = [{ ...option('for'), looksLike: 'duration' as const }, option('server')];

    const result = placeWords(options, words);

    expect(result).toEqual({ options: placed, rest: '' });
  });

  it.each([
    ['ff', { strategy: 'ff' }],
    ['ali weighted', { server: 'ali', strategy: 'weighted' }],
    ['Round_Robin ali', { strategy: 'Round_Robin', server: 'ali' }],
    ['least_connections', { strategy: 'least_connections' }],
    ['ali fastest', { server: 'ali', strategy: 'fastest' }],
    ['server:random wrr', { server: 'random', strategy: 'wrr' }],
  ])('%j find the strategy that is waited for', (words, placed) => {
    const options = [option('server'), { ...option('strategy'), looksLike: 'strategy' as const }];

    const result = placeWords(options, words);

    expect(result).toEqual({ options: placed, rest: '' });
  });
});
