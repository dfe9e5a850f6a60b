// A conversation as a phone shows it: what a person says on the right, messages of the bot on the left.
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { load } from './dist.mjs';

const { createCanvas, GlobalFonts } = load('@napi-rs/canvas');
const { FAMILY, useFonts } = load('./picture/fonts.js');
const { COLOURS } = load('./picture/colours.js');

/** In pixels of a phone that has two for each of a page. */
const width = 780;
const margin = 24;
const padding = 22;
const bubbleWidth = 660;
const lineHeight = 44;
const size = 29;
const gap = 16;
const buttonHeight = 64;
const emoji = 'Noto Color Emoji';
const mine = '#2b5278';
const copyable = '#8fd3ff';

/** A PNG of a conversation: `{ by: 'person' | 'bot', parts, buttons? }`, in order. */
export async function drawConversation(messages) {
  const measuring = createCanvas(1, 1).getContext('2d');
  useEmoji();
  const laidOut = messages.map(message => layOut(message, measuring));
  const height = laidOut.reduce((sum, each) => sum + each.height + gap, 2 * margin - gap);
  const canvas = createCanvas(width, height);
  const context = canvas.getContext('2d');
  context.fillStyle = COLOURS.ground;
  context.fillRect(0, 0, width, height);
  let top = margin;
  for (const each of laidOut) {
    paint(context, each, top);
    top += each.height + gap;
  }
  return canvas.encode('png');
}

function layOut({ by, parts, buttons = [], picture }, context) {
  const text = parts.map(part => (typeof part === 'string' ? part : part.text)).join('');
  useFonts(
    GlobalFonts,
    text +
      buttons
        .flat()
        .map(({ label }) => label)
        .join(''),
  );
  const lines = linesOf(parts, context, bubbleWidth - 2 * padding);
  const widest = Math.max(...lines.map(line => line.width), buttons.length > 0 ? 420 : 0);
  const shownPicture = picture && { image: picture, height: (picture.height / picture.width) * bubbleWidth };
  const textHeight = lines.length * lineHeight + 2 * padding - 10;
  const bubble = shownPicture ? bubbleWidth : widest + 2 * padding;
  const pictureHeight = shownPicture ? shownPicture.height : 0;
  return {
    by,
    lines,
    buttons,
    picture: shownPicture,
    bubble,
    textHeight: textHeight + pictureHeight,
    height: textHeight + pictureHeight + buttons.length * (buttonHeight + 8),
  };
}

/** Words in lines of at most a width; a run keeps its look, and what stands in a block begins on a line of its own. */
function linesOf(parts, context, room) {
  const lines = [];
  let line = { runs: [], width: 0, block: false };
  const end = () => {
    lines.push(line);
    line = { runs: [], width: 0, block: false };
  };
  for (const part of parts) {
    const look = typeof part === 'string' ? 'plain' : part.kind;
    const text = typeof part === 'string' ? part : part.text;
    if (look === 'block' && line.runs.length > 0) end();
    for (const [index, row] of text.split('\n').entries()) {
      if (index > 0) end();
      for (const piece of piecesOf(row, look)) {
        context.font = fontOf(look);
        const pieceWidth = context.measureText(piece).width;
        // A comma may stand out a little; at the beginning of a line it is odd.
        const isMark = /^[,.;:!?，。；：、！？）)]/.test(piece);
        if (line.width + pieceWidth > room && line.runs.length > 0 && !isMark) end();
        if (look === 'block') line.block = true;
        if (line.runs.length === 0 && piece.trim() === '') continue;
        line.runs.push({ piece, look, x: line.width });
        line.width += pieceWidth;
      }
    }
  }
  if (line.runs.length > 0) end();
  return lines;
}

/** Words and Chinese characters stay whole; what people copy is long and breaks anywhere. */
function piecesOf(text, look) {
  if (look === 'block') return text.match(/.{1,4}/gu) ?? [];
  return (
    text
      .match(/[（「《“]*(?:[\u2e80-\uffef]|[^\s\u2e80-\uffef]+)[），、。：；？！」》”…]*|\s+/gu)
      ?.flatMap(piece => (piece.length > 40 ? (piece.match(/.{1,8}/gu) ?? []) : [piece])) ?? []
  );
}

function paint(context, { by, lines, buttons, picture, bubble, textHeight }, top) {
  const left = by === 'person' ? width - margin - bubble : margin;
  rounded(context, left, top, bubble, textHeight, by === 'person' ? mine : COLOURS.block);
  let y = top + padding - 4;
  if (picture) {
    context.save();
    context.beginPath();
    context.roundRect(left, top, bubble, picture.height, 24);
    context.clip();
    context.drawImage(picture.image, left, top, bubble, picture.height);
    context.restore();
    y += picture.height;
  }
  for (const line of lines) {
    if (line.block) {
      context.fillStyle = COLOURS.ground;
      context.fillRect(left + padding - 8, y, bubble - 2 * padding + 16, lineHeight);
    }
    for (const run of line.runs) {
      context.font = fontOf(run.look);
      context.fillStyle = run.look === 'code' || run.look === 'block' ? copyable : COLOURS.text;
      context.fillText(run.piece, left + padding + run.x, y + lineHeight - 13);
    }
    y += lineHeight;
  }
  let row = top + textHeight + 8;
  for (const buttonRow of buttons) {
    const each = (bubble - 8 * (buttonRow.length - 1)) / buttonRow.length;
    buttonRow.forEach(({ label }, index) => {
      const x = left + index * (each + 8);
      rounded(context, x, row, each, buttonHeight, '#34465e');
      context.font = fontOf('bold');
      context.fillStyle = COLOURS.text;
      context.textAlign = 'center';
      context.fillText(label, x + each / 2, row + buttonHeight / 2 + 10);
      context.textAlign = 'left';
    });
    row += buttonHeight + 8;
  }
}

function rounded(context, x, y, w, h, colour) {
  context.beginPath();
  context.roundRect(x, y, w, h, 20);
  context.fillStyle = colour;
  context.fill();
}

function fontOf(look) {
  const weight = look === 'bold' ? 700 : 400;
  return `${weight} ${look === 'block' ? size - 3 : size}px "${FAMILY}", "${emoji}"`;
}

let hasEmoji = false;

function useEmoji() {
  if (hasEmoji) return;
  const folder = join(
    dirname(createRequire(import.meta.url).resolve('@fontsource/noto-color-emoji/package.json')),
    'files',
  );
  for (const file of readdirSync(folder)) {
    if (file.endsWith('-400-normal.woff2')) GlobalFonts.registerFromPath(join(folder, file), emoji);
  }
  hasEmoji = true;
}
