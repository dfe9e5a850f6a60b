import type { Section } from '../../../src/chat/accounts/gather';
import { roomOn } from '../../../src/chat/accounts/room';
import { sectionsText } from '../../../src/chat/accounts/sections';
import { markup } from '../../../src/chat/discord/speaking/markup';
import { longestText, plainText as telegramText } from '../../../src/chat/telegram/speaking/text';
import type { Account, AccountsReport, AccountState } from '../../../src/jobs/account';
import { wordsFor } from '../../../src/messages/catalogue';
import { plainText } from '../../fakes/plain';

const nowMs = Date.UTC(2026, 10, 22, 12);
const hour = 3_600_000;

function accountOf(name: string, state: AccountState = { kind: 'fine' }): Account {
  return {
    file: `claude-${name}@example.com.json`,
    provider: 'claude',
    email: `${name}@example.com`,
    state,
    expiresAtMs: nowMs + 6 * hour,
    lastRefreshAtMs: nowMs - 2 * hour,
    refreshable: true,
    requests: { succeeded: 1_200, failed: 3 },
  };
}

function reportOf(
  server: string,
  accounts: readonly Account[],
  change: Partial<AccountsReport> = {},
): Section {
  const counts = { clients: 3, parts: [{ count: 3, label: 'auth entries' }], atMs: nowMs - hour };
  return {
    kind: 'report',
    server,
    report: { server, accounts, counts, management: 'answered', atMs: nowMs, ...change },
  };
}

const named = (count: number, state?: AccountState): readonly Account[] =>
  Array.from({ length: count }, (_, index) => accountOf(`somebody.with.a.name.${index}`, state));
const refused: AccountState = { kind: 'needs-login', reason: 'token refresh failed: invalid_grant' };

const languages = ['en', 'zh-CN'] as const;
const discord = roomOn('discord');

describe('the text of accounts', () => {
  it('has servers that cannot be asked first, then those that need somebody', () => {
    const text = sectionsText(
      [
        reportOf('fine', [accountOf('ada')]),
        reportOf('cooling', [accountOf('bob', { kind: 'cooling' })]),
        { kind: 'silent', server: 'slow' },
        reportOf('refused', [accountOf('eve', refused)]),
        { kind: 'failed', server: 'gone', problem: { code: 'connection-lost', server: 'gone' } },
      ],
      wordsFor('en', 'terminal'),
      roomOn('terminal'),
    );

    const order = ['gone', 'slow', 'refused', 'cooling', 'fine'].map(name =>
      plainText(text).indexOf(`${name}:`),
    );
    expect(order).toEqual([...order].sort((one, other) => one - other));
    expect(order).not.toContain(-1);
  });

  describe.each(languages)('in %s', language => {
    const thirty = [...named(3, refused), ...named(27)];

    it.each([
      ['discord', (text: ReturnType<typeof sectionsText>) => markup(text).length, 2_000],
      [
        'telegram',
        (text: ReturnType<typeof sectionsText>) => telegramText(text, nowMs).text.length,
        longestText,
      ],
    ] as const)(
      'fits into a message of %s with thirty accounts, the urgent ones whole',
      (platform, length, most) => {
        const words = wordsFor(language, platform);

        const text = sectionsText([reportOf('ali', thirty)], words, roomOn(platform));

        expect(length(text)).toBeLessThanOrEqual(most);
        expect(plainText(text).match(/invalid_grant/g)).toHaveLength(3);
        expect(plainText(text)).toContain('3 auth entries');
      },
    );

    it('says how many of each state are not shown', () => {
      const words = wordsFor(language, 'discord');

      const text = plainText(sectionsText([reportOf('ali', thirty)], words, discord));

      const shown = text.match(/somebody\.with/g)?.length ?? 0;
      expect(shown).toBeGreaterThan(3);
      expect(text).toContain(
        plainText(words.accounts.more([{ count: 30 - shown, state: words.picture.states.fine }])),
      );
    });
  });

  it('counts servers of which all is fine where there are too many', () => {
    const many = Array.from({ length: 60 }, (_, index) => reportOf(`server-${index}`, named(2)));

    const text = sectionsText(
      [...many, reportOf('tokyo', [accountOf('ada', refused)])],
      wordsFor('en', 'discord'),
      discord,
    );

    expect(markup(text).length).toBeLessThanOrEqual(2_000);
    expect(plainText(text)).toContain('tokyo: 1 account');
    expect(plainText(text)).toContain('60 more servers, all fine');
  });

  it.each([
    ['no-key', 'Requests: unknown without a management key.'],
    ['refused', 'refused the key and is not asked again: /doctor says what to do'],
    ['unavailable', 'could not be asked'],
  ] as const)('says why nothing is known of requests: %s', (management, says) => {
    const section = reportOf('ali', [accountOf('ada')], { management });

    const text = plainText(sectionsText([section], wordsFor('en', 'terminal'), roomOn('terminal')));

    expect(text).toContain(says);
    expect(text).not.toContain('1203 requests');
  });
});
