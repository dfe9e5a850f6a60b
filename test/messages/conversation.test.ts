import type { Part } from '../../src/chat/platform';
import { startUpWords, wordsFor } from '../../src/messages/catalogue';
import type { Catalogue } from '../../src/messages/catalogue';
import { languageOf, type Language } from '../../src/messages/language';
import { plainText } from '../fakes/plain';
import { englishIn, flaws, isChinese } from './reading';

const counts = (clients: number) => ({
  clients,
  parts: [
    { count: clients, label: 'auth entries' },
    { count: 0, label: 'Claude API keys' },
  ],
  atMs: Date.UTC(2026, 10, 22),
});

/** Everything the bot says in the course of things, by what it is about. */
const sayings: Readonly<Record<string, (words: Catalogue) => readonly Part[]>> = {
  fault: words => words.fault('0a1b'),
  help: words => words.help([{ command: '/help', description: words.commands.help.description }], true),
  'help for strangers': words =>
    words.help([{ command: '/help', description: words.commands.help.description }], false),
  'whoami of a stranger': words => words.whoami('telegram:1', [], [], false),
  'whoami in a group': words =>
    words.whoami('telegram:1', ['telegram-chat:-1', 'telegram-chat:-2'], ['viewer'], false),
  'whoami of an operator': words => words.whoami('telegram:1', [], ['operator', 'admin@ali'], true),
  'answered at once': words => words.login.answered('ali', 1, []),
  'answered in line': words => words.login.answered('ali', 3, ['Bob', 'Eve']),
  'answered again': words => words.login.answeredAgain('ali'),
  queued: words => words.login.queued('ali', 1, []),
  'queued behind others': words => words.login.queued('ali', 3, ['Bob', 'Eve']),
  connecting: words => words.login.connecting('ali'),
  waiting: words => words.login.waiting('ali', 0, 'ssh -L 1:2:3 ali', false),
  'waiting after an orphan': words => words.login.waiting('ali', 0, 'ssh -L 1:2:3 ali', true),
  checking: words => words.login.checking('ali'),
  loading: words => words.login.loading('ali'),
  'done, new': words => words.login.done('ali', 'ada@example.com', false),
  'done, replaced': words => words.login.done('ali', 'ada@example.com', true),
  'no counts': words => words.login.counts(undefined, undefined),
  restarted: words => words.login.restarted(),
  failed: words => words.login.failed('ali', words.problem.denied({ code: 'denied' })),
  cancelled: words => words.login.cancelled('ali', words.problem.denied({ code: 'denied' })),
  'callback accepted': words => words.callback.accepted('ali'),
  'cancel asked': words => words.cancel.asked('ali'),
  'cancel which': words => words.cancel.which(['ali', 'tokyo']),
  looking: words => words.accounts.looking(),
  'one account': words => words.accounts.title('ali', 1),
  'several accounts': words => words.accounts.title('ali', 2),
  'no account': words => words.accounts.none('ali'),
  'counts of accounts': words => words.accounts.counts(counts(2)),
  'files now': words => words.accounts.filesNow(2),
  'no counts of accounts': words => words.accounts.noCounts(),
  unreadable: words => words.accounts.unreadable('claude.json'),
};
const languages: readonly Language[] = ['en', 'zh-CN'];

describe.each(Object.entries(sayings))('what is said: %s', (_name, say) => {
  it.each(['discord', 'telegram', 'terminal'] as const)('is whole in both languages on %s', platform => {
    const texts = languages.map(language => plainText(say(wordsFor(language, platform))));

    expect(texts.map(flaws)).toEqual([[], []]);
    expect(texts.map(isChinese)).toEqual([false, true]);
  });

  it('is Chinese throughout where it is Chinese', () => {
    const said = say(wordsFor('zh-CN', 'telegram')).filter(part => typeof part === 'string');

    expect(said.flatMap(englishIn)).toEqual([]);
  });
});

describe('the catalogue', () => {
  it('says one account and two accounts', () => {
    const { title } = wordsFor('en', 'terminal').accounts;

    expect([1, 2].map(count => plainText(title('ali', count)))).toEqual([
      'ali: 1 account',
      'ali: 2 accounts',
    ]);
  });

  it('says one thing and several things that must be put right', () => {
    const { mistaken } = startUpWords('en');

    expect([1, 5].map(mistaken)).toEqual([
      expect.stringMatching(/^One thing/),
      expect.stringMatching(/^5 things/),
    ]);
  });

  it("uses CLIProxyAPI's own words for the counts, and leaves out what it counts none of", () => {
    const { login } = wordsFor('en', 'terminal');

    expect(plainText(login.counts(counts(0), counts(1)))).toBe('clients 0 → 1 (1 auth entries)');
    expect(plainText(login.counts(undefined, counts(0)))).toBe('clients 0');
  });

  it.each([
    ['zh-CN', 'zh-CN'],
    ['zh-hans', 'zh-CN'],
    ['zh-TW', 'zh-CN'],
    ['ZH', 'zh-CN'],
    ['en-GB', 'en'],
    ['de', 'en'],
    [undefined, 'en'],
  ])('answers %s in %s', (tag, language) => {
    expect(languageOf(tag)).toBe(language);
  });
});
