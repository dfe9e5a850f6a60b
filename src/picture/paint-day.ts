import type { SKRSContext2D } from '@napi-rs/canvas';
import type { PictureWords } from '../messages/en/picture';
import { COLOURS } from './colours';
import type { Day } from './day';
import { write } from './write';

/** Where something is drawn, in pixels. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const WORDS_HEIGHT = 52;
const TICK_HEIGHT = 26;

/** Draws the last day: the clients as a line of steps, restarts as ticks on the ground, and what they mean below. */
export function paintDay(context: SKRSContext2D, day: Day, words: PictureWords, box: Box): void {
  const chart = { ...box, height: box.height - WORDS_HEIGHT };
  const ground = chart.y + chart.height;
  paintGrid(context, chart);
  paintSteps(context, day, chart);
  context.fillStyle = COLOURS.restart;
  for (const place of day.restarts) {
    context.fillRect(Math.round(chart.x + place * (chart.width - 6)), ground - TICK_HEIGHT, 6, TICK_HEIGHT);
  }
  paintWords(context, day, words, { ...box, y: ground, height: WORDS_HEIGHT });
}

/** The ground, and a short upright line every six hours. */
function paintGrid(context: SKRSContext2D, { x, y, width, height }: Box): void {
  context.fillStyle = COLOURS.grid;
  context.fillRect(x, y + height - 2, width, 2);
  for (const quarter of [0, 1, 2, 3, 4]) context.fillRect(x + (quarter * (width - 2)) / 4, y, 2, height);
}

function paintSteps(context: SKRSContext2D, { steps, range }: Day, { x, y, width, height }: Box): void {
  if (range === undefined) return;
  const ground = y + height;
  // The line stays off the ground, so that no clients at all can be seen, and off the ticks.
  const heightOf = (clients: number) => ground - 6 - (clients / Math.max(range.most, 1)) * (height - 14);
  for (const { from, to, clients } of steps) {
    context.fillStyle = COLOURS.area;
    const top = heightOf(clients);
    context.fillRect(x + from * width, top, (to - from) * width, ground - top);
  }
  context.strokeStyle = COLOURS.line;
  context.lineWidth = 5;
  context.lineCap = 'butt';
  context.lineJoin = 'round';
  context.beginPath();
  steps.forEach(({ from, to, clients }, index) => {
    if (index === 0) context.moveTo(x + from * width, heightOf(clients));
    else context.lineTo(x + from * width, heightOf(clients));
    context.lineTo(x + to * width, heightOf(clients));
  });
  context.stroke();
}

function paintWords(context: SKRSContext2D, day: Day, words: PictureWords, box: Box): void {
  const y = box.y + box.height / 2 + 2;
  const { range, restarts } = day;
  const counts =
    range === undefined
      ? undefined
      : range.fewest === range.most
        ? words.clients(range.most)
        : words.clientsBetween(range.fewest, range.most);
  let x = box.x;
  if (counts !== undefined) {
    context.fillStyle = COLOURS.line;
    context.fillRect(x, y - 3, 34, 6);
    x += 46 + write(context, counts, x + 46, y, { colour: COLOURS.quiet });
    x += 36;
  }
  context.fillStyle = COLOURS.restart;
  context.fillRect(x, y - TICK_HEIGHT / 2, 6, TICK_HEIGHT);
  write(context, words.restarts(restarts.length), x + 18, y, { colour: COLOURS.quiet });
  write(context, words.lastDay, box.x + box.width, y, { colour: COLOURS.quiet, align: 'right' });
}
