import { picture as en } from '../../src/messages/en/picture';
import { picture as zh } from '../../src/messages/zh-cn/picture';
import type { Account } from '../../src/jobs/account';
import { detailOf } from '../../src/picture/details';
import { account, hourMs, nowMs } from './sections';

const cases: readonly (readonly [of: Account, en: string | undefined, zh: string | undefined])[] = [
  [account('a@b.c', { kind: 'fine' }), undefined, undefined],
  [account('a@b.c', { kind: 'needs-login', reason: 'invalid_grant' }), 'invalid_grant', 'invalid_grant'],
  [
    account('a@b.c', { kind: 'cooling', untilMs: nowMs + 3 * hourMs, reason: 'rate limit' }),
    'for another 3 h · rate limit',
    '还需 3 小时 · rate limit',
  ],
  [account('a@b.c', { kind: 'cooling', untilMs: nowMs - hourMs }), undefined, undefined],
  [
    account('a@b.c', { kind: 'expired' }, { expiresAtMs: nowMs - 50 * hourMs }),
    'expired 2 days ago',
    '2 天前过期',
  ],
  [
    account('a@b.c', { kind: 'expires-soon' }, { expiresAtMs: nowMs + 40 * 60_000 }),
    'expires in 40 min',
    '40 分钟后过期',
  ],
];

describe('what stands below the name of an account', () => {
  it.each(cases)('%#: says how long, and why, where that is known', (of, english, chinese) => {
    expect(detailOf(of, en, nowMs)).toBe(english);
    expect(detailOf(of, zh, nowMs)).toBe(chinese);
  });
});
