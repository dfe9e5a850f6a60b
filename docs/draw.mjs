// The pictures of README.md and README.zh-CN.md: `npm run docs`, or `npm run docs -- onehub` for some of them.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { drawAccounts } from './drawing/accounts.mjs';
import { drawConversation } from './drawing/bubbles.mjs';
import { conversations } from './drawing/conversations.mjs';
import { docs, load } from './drawing/dist.mjs';
import { openScene } from './drawing/scene.mjs';

// The clock on a picture reads the same wherever it is drawn.
process.env.TZ = 'UTC';
const { createCanvas, loadImage } = load('@napi-rs/canvas');
const wanted = process.argv.slice(2);

for (const [language, folder, suffix] of [
  ['en', 'en', ''],
  ['zh-CN', 'zh-cn', '.zh-cn'],
]) {
  if (isWanted('accounts')) await save(await drawAccounts(folder), `accounts${suffix}.png`, 'png');
  if (!Object.keys(conversations).some(isWanted)) continue;
  const scene = await openScene(language);
  for (const [name, have] of Object.entries(conversations)) {
    scene.picture.length = 0;
    // Each goes on where the one before it ended, so all are had.
    await have(scene);
    if (isWanted(name)) await save(await drawConversation(scene.picture), `${name}${suffix}.webp`, 'webp');
  }
  await scene.close();
}
// A connection that still tries to come back would keep the process.
process.exit(0);

function isWanted(name) {
  return wanted.length === 0 || wanted.includes(name);
}

/** Two thirds of the size: a page is narrower than a phone's screen has pixels, and a clone should be small. */
async function save(bytes, name, kind) {
  const image = await loadImage(Buffer.from(bytes));
  const canvas = createCanvas(Math.round((image.width * 2) / 3), Math.round((image.height * 2) / 3));
  const context = canvas.getContext('2d');
  context.imageSmoothingQuality = 'high';
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  writeFileSync(join(docs, name), await canvas.encode(kind));
}
