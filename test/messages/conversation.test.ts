import type { Part } from '../../src/chat/platform';
import type { Account } from '../../src/jobs/account';
import type { OneHubChannel } from '../../src/jobs/reports';
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

const mute = { sinceMs: 0, untilMs: 3_600_000, by: 'Ada' };

const claude = { server: 'ali', provider: 'claude' } as const;
const kimi = { server: 'ali', provider: 'kimi' } as const;

const account = (change: Partial<Account> = {}): Account => ({
  file: 'claude.json',
  state: { kind: 'fine' },
  ...change,
});

const channel: OneHubChannel = { id: 1, name: 'cliproxy-ali', server: 'ali', state: 'on', models: 12 };
const connected = {
  kind: 'connected',
  channel,
  added: false,
  changed: [],
  switchedOn: false,
  test: { ok: true, model: 'claude-opus', ms: 1_200 },
} as const;

const imported = {
  outcome: 'imported',
  name: 'a.json',
  file: 'claude.json',
  provider: 'claude',
  replaced: false,
  fromClaudeCli: false,
} as const;

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
  'answered at once': words => words.login.answered(claude, 1, []),
  'answered in line': words => words.login.answered(claude, 3, ['Bob', 'Eve']),
  'answered again': words => words.login.answeredAgain(claude),
  queued: words => words.login.queued(claude, 1, []),
  'queued behind others': words => words.login.queued(claude, 3, ['Bob', 'Eve']),
  connecting: words => words.login.connecting(claude),
  waiting: words => words.login.waiting(claude, 0, 'ssh -L 1:2:3 ali', false),
  'waiting after an orphan': words => words.login.waiting(claude, 0, 'ssh -L 1:2:3 ali', true),
  checking: words => words.login.checking(claude),
  loading: words => words.login.loading(claude),
  'done, new': words => words.login.done(claude, 'ada@example.com', false),
  'done, replaced': words => words.login.done(claude, 'ada@example.com', true),
  'answered for another provider': words => words.login.answered(kimi, 1, []),
  'answered again for another provider': words => words.login.answeredAgain(kimi),
  confirming: words => words.login.confirming(kimi, 0, 'ABCD-EFGH'),
  'confirming without a code': words => words.login.confirming(kimi, 0, undefined),
  'done for another provider': words => words.login.done(kimi, 'kimi-1.json', false),
  'failed for another provider': words => words.login.failed(kimi, words.problem.denied({ code: 'denied' })),
  'no counts': words => words.login.counts(undefined, undefined),
  restarted: words => words.login.restarted(),
  failed: words => words.login.failed(claude, words.problem.denied({ code: 'denied' })),
  cancelled: words => words.login.cancelled(claude, words.problem.denied({ code: 'denied' })),
  'callback accepted': words => words.callback.accepted('ali'),
  'cancel asked': words => words.cancel.asked('ali'),
  'cancel which': words => words.cancel.which(['ali', 'tokyo']),
  'one account': words => words.accounts.title('ali', 1),
  'several accounts': words => words.accounts.title('ali', 2),
  'no account': words => words.accounts.none('ali'),
  'counts of accounts': words => words.accounts.counts(counts(2)),
  'files now': words => words.accounts.filesNow(2),
  'no counts of accounts': words => words.accounts.noCounts(),
  'a fine account': words =>
    words.accounts.details(
      account({ expiresAtMs: 1, lastRefreshAtMs: 1, requests: { succeeded: 2, failed: 1 } }),
      true,
    ),
  'a fine account of which little is known': words => words.accounts.details(account(), true),
  'an account that expires and is not refreshed': words =>
    words.accounts.details(
      account({ state: { kind: 'expires-soon' }, expiresAtMs: 1, refreshable: true }),
      true,
    ),
  'an account that expires and cannot be refreshed': words =>
    words.accounts.details(account({ state: { kind: 'expires-soon' }, expiresAtMs: 1 }), true),
  'an expired account': words =>
    words.accounts.details(account({ state: { kind: 'expired' }, expiresAtMs: 1 }), true),
  'a disabled account': words => words.accounts.details(account({ state: { kind: 'disabled' } }), true),
  'an account that cools down': words =>
    words.accounts.details(account({ state: { kind: 'cooling', untilMs: 1 } }), true),
  'an account that needs a login': words =>
    words.accounts.details(account({ state: { kind: 'needs-login', reason: '401' } }), true),
  'an unreadable account': words => words.accounts.details(account({ state: { kind: 'unreadable' } }), true),
  'an unknown account': words => words.accounts.details(account({ state: { kind: 'unknown' } }), true),
  'one file for which server': words => words.imports.whichServer(1),
  'several files for which server': words => words.imports.whichServer(3),
  'one file on its way': words => words.imports.underWay('ali', 1),
  'several files on their way': words => words.imports.underWay('ali', 3),
  'an imported account': words => words.imports.imported('ali', imported),
  'an account that was replaced': words =>
    words.imports.imported('ali', { ...imported, replaced: true, backup: 'claude.json.1.bak' }),
  'a backup': words => words.imports.backup('claude.json.1.bak'),
  'several backups': words => words.imports.backups('.1.bak'),
  'an account that was there': words => words.imports.imported('ali', { ...imported, replaced: true }),
  'refused files': words =>
    words.imports.refused(['a.json', 'b.json'], words.problem.denied({ code: 'denied' })),
  'a login of the Claude CLI': words => words.imports.fromClaudeCli(),
  'a message that cannot be deleted': words => words.imports.notDeleted(),
  'whose account it is': words => words.imports.whose('.credentials.json'),
  'which account to bring': words => words.imports.whichAccount('tokyo', 'ali'),
  'too many accounts to choose from': words =>
    words.imports.nameAccount('tokyo', 'ali', ['ada@example.com', 'bob@example.com']),
  'no account to bring': words => words.imports.noAccounts('tokyo'),
  'move or copy': words => words.imports.moveOrCopy('ada@example.com', 'tokyo', 'ali'),
  'an account on its way': words => words.imports.bringing('ada@example.com', 'tokyo', 'ali'),
  'a moved account': words => words.imports.moved('ada@example.com', 'tokyo', 'ali', 'claude.json'),
  'a copied account': words => words.imports.copied('tokyo', 'ali'),
  'a moved account that is still enabled': words =>
    words.imports.stillEnabled('tokyo', 'ali', words.problem.denied({ code: 'denied' })),
  'an account that was not brought': words =>
    words.imports.failed('ada@example.com', 'tokyo', 'ali', words.problem.denied({ code: 'denied' })),
  'looking for models': words => words.test.looking('ali'),
  'asking a model': words => words.test.asking('ali', 'claude-opus-5'),
  'a model that answered': words => words.test.answered('ali', 'claude-opus-5', 'Hello!', 1_300),
  'a model that answered nothing': words => words.test.answered('ali', 'claude-opus-5', '', 12_400),
  'a test that failed': words => words.test.failed('ali', words.problem.denied({ code: 'denied' })),
  'another port': words => words.test.otherPort(8080),
  'one model': words => words.test.models('ali', 1),
  'several models': words => words.test.models('ali', 2),
  'more families of models': words => words.test.moreFamilies(3),
  'a choice of models': words => words.test.choose('ali'),
  'more accounts': words => words.accounts.more([{ count: 3, state: words.picture.states.fine }]),
  'more servers': words => words.accounts.fineServers(3),
  'requests without a key': words => words.accounts.management('no-key', false),
  'requests with a refused key': words => words.accounts.management('refused', false),
  'requests of a silent API': words => words.accounts.management('unavailable', false),
  'requests of an old version': words => words.accounts.management('answered', false),
  'a server that failed': words => words.accounts.failed('ali', words.problem.denied({ code: 'denied' })),
  'a silent server': words => words.accounts.silent('ali', undefined),
  'a silent server, and why': words => words.accounts.silent('ali', words.problem.denied({ code: 'denied' })),
  'a summary': words => [words.accounts.summary(2, [{ count: 3, state: words.picture.states.fine }])],
  'how accounts are chosen': words => words.balance.now('ali', 'round-robin'),
  'how accounts are chosen, by a word that is none': words => words.balance.unknownNow('ali', 'random'),
  'another way to choose accounts': words => words.balance.other('weighted-round-robin'),
  'no other way to choose accounts': words => words.balance.noOther(),
  'another strategy is being set': words => words.balance.changing('ali'),
  'another strategy': words => words.balance.changed('ali', 'round-robin', 'fill-first'),
  'another strategy, in the file': words => words.balance.inFile(),
  'the same strategy': words => words.balance.same('ali', 'fill-first'),
  'what a strategy is called': words => words.balance.called('weighted', 'weighted-round-robin'),
  'the block of the guide': words => words.balance.guideBlock('ali'),
  'muted, one': words => words.alerts.muted(['ali'], 0),
  'muted, some': words => words.alerts.muted(['ali', 'tokyo'], 0),
  'muted, all': words => words.alerts.muted('all', 0),
  unmuted: words => words.alerts.unmuted(['ali']),
  'unmuted, all': words => words.alerts.unmuted('all'),
  'not muted': words => words.alerts.notMuted(['ali']),
  'not muted, all': words => words.alerts.notMuted('all'),
  'still muted': words => words.alerts.stillMuted(mute),
  'nothing wrong': words => words.alerts.fine(['ali', 'tokyo']),
  'one thing wrong': words => words.alerts.open(1),
  'several things wrong': words => words.alerts.open(2),
  'more things wrong': words => words.alerts.more(3),
  'nobody looked': words => words.alerts.unknown(['ali']),
  'nobody looks any more': words => words.alerts.unwatched('ali', counts(1).atMs),
  'a mute': words => words.alerts.mutedLine('ali', mute, 0),
  'a mute of all that held things back': words => words.alerts.mutedLine(undefined, mute, 2),
  'alerts go nowhere': words => words.alerts.nowhere(),
  'several at once': words => words.alerts.joined(5, 3),
  'several at once, all open': words => words.alerts.joined(5, 5),
  'several at once, all over': words => words.alerts.joined(5, 0),
  'several over': words => words.alerts.joinedEnd(5),
  'one over': words => words.alerts.joinedEnd(1),
  'One-Hub is asked': words => words.onehub.looking(),
  'a server is connected to One-Hub': words => words.onehub.connecting('ali'),
  'one channel': words => words.onehub.title(1),
  'several channels': words => words.onehub.title(2),
  'no channel': words => words.onehub.none(),
  'a channel': words => words.onehub.channel(channel),
  'a channel that was tested': words =>
    words.onehub.channel({ ...channel, testedAtMs: 1, responseMs: 1_200 }),
  'a channel that is off and astray': words =>
    words.onehub.channel({ ...channel, state: 'off', astray: true }),
  'a channel that One-Hub switched off': words => words.onehub.channel({ ...channel, state: 'auto-off' }),
  'more channels': words => words.onehub.more(3),
  'servers without a channel': words => words.onehub.missing(['ali', 'tokyo']),
  'a channel that was added': words => words.onehub.connected({ ...connected, added: true }),
  'a channel that was up to date': words => words.onehub.connected(connected),
  'a channel that was mended': words =>
    words.onehub.connected({ ...connected, changed: ['address', 'models', 'key', 'type'] }),
  'a good test': words => words.onehub.tested('claude-opus', 1_200),
  'a bad test': words => words.onehub.testFailed('claude-opus', 'HTTP 404'),
  'a test without an end': words => words.onehub.testFailed('claude-opus', undefined),
  'a channel that is on again': words => words.onehub.switchedOn(),
  'a channel that stays off': words => words.onehub.stillOff('off'),
  'a channel that One-Hub keeps off': words => words.onehub.stillOff('auto-off'),
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
