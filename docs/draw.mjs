// The pictures of README.md and README.zh-CN.md, drawn as `/accounts picture` draws them: `npm run docs`.
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

// The clock on the picture reads the same wherever it is drawn.
process.env.TZ = 'UTC';
const here = dirname(fileURLToPath(import.meta.url));
const load = createRequire(join(here, '..', 'dist', 'src', 'main.js'));
const { renderAccounts } = load('./picture/accounts-picture.js');
const { createCanvas, loadImage } = load('@napi-rs/canvas');

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

for (const [language, name] of [
  ['en', 'accounts.png'],
  ['zh-cn', 'accounts.zh-cn.png'],
]) {
  const { picture } = load(`./messages/${language}/picture.js`);
  const whole = await loadImage(Buffer.from(await renderAccounts(sections, picture, nowMs)));
  writeFileSync(join(here, name), await shrunk(whole));
}

/** Two thirds of the size: a page is narrower than a phone's screen has pixels, and a clone should be small. */
async function shrunk(image) {
  const canvas = createCanvas(Math.round((image.width * 2) / 3), Math.round((image.height * 2) / 3));
  const context = canvas.getContext('2d');
  context.imageSmoothingQuality = 'high';
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  return canvas.encode('png');
}
