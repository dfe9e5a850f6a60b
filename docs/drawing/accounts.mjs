// The card that `/accounts picture` draws, with a day of two servers on it.
import { load } from './dist.mjs';

const { renderAccounts } = load('./picture/accounts-picture.js');

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const nowMs = Date.UTC(2026, 10, 22, 18, 30);

const account = (email, state, inHours) => ({
  file: `claude-${email}.json`,
  provider: 'claude',
  email,
  state: { kind: state, ...(state === 'needs-login' && { reason: 'invalid_grant' }) },
  ...(inHours !== undefined && { expiresAtMs: nowMs + inHours * hourMs }),
});
const counts = clients => ({ clients, parts: [], atMs: nowMs });

const sections = [
  {
    server: 'ali',
    report: {
      server: 'ali',
      accounts: [account('a…@example.com', 'needs-login'), account('g…@example.com', 'fine', 6.2)],
      counts: counts(1),
      management: 'no-key',
      atMs: nowMs,
    },
    history: {
      clients: [
        { atMs: nowMs - 24 * hourMs, clients: 2 },
        { atMs: nowMs - 5 * hourMs, clients: 1 },
      ],
      startsAtMs: [nowMs - 11 * hourMs, nowMs - 5 * hourMs, nowMs - 5 * hourMs + 20 * minuteMs],
    },
  },
  {
    server: 'tokyo',
    report: {
      server: 'tokyo',
      accounts: [account('l…@example.com', 'expires-soon', 1.4)],
      counts: counts(1),
      management: 'no-key',
      atMs: nowMs,
    },
    history: { clients: [{ atMs: nowMs - 24 * hourMs, clients: 1 }], startsAtMs: [] },
  },
];

/** A PNG of it in a language. */
export function drawAccounts(language) {
  const { picture } = load(`./messages/${language}/picture.js`);
  return renderAccounts(sections, picture, nowMs);
}
