import type { SKRSContext2D } from '@napi-rs/canvas';
import type { PictureWords } from '../messages/en/picture';
import { COLOURS } from './colours';
import { dayOf } from './day';
import { SIZES, dayHeight, problemHeight, rowHeight, type Block, type Layout } from './layout';
import { MARKS, UNREACHABLE } from './marks';
import { paintDay } from './paint-day';
import { paintMark } from './paint-mark';
import type { Row } from './rows';
import { write } from './write';

const LEFT = SIZES.margin + SIZES.padding;
const RIGHT = SIZES.width - LEFT;
/** Where words begin beside a mark. */
const INDENT = LEFT + 64;
const MARK_RADIUS = 22;

/** Draws everything where the layout says. `clock` is when all this was so. */
export function paint(
  context: SKRSContext2D,
  layout: Layout,
  words: PictureWords,
  clock: string,
  nowMs: number,
): void {
  context.fillStyle = COLOURS.ground;
  context.fillRect(0, 0, SIZES.width, layout.height);
  const middle = SIZES.margin + SIZES.title / 2 - 10;
  write(context, words.title, SIZES.margin, middle, { size: 54, bold: true });
  write(context, words.asOf(clock), SIZES.width - SIZES.margin, middle, {
    colour: COLOURS.quiet,
    align: 'right',
  });
  for (const block of layout.blocks) paintBlock(context, block, words, nowMs);
  if (layout.left === 0) return;
  const below = layout.height - SIZES.margin - SIZES.moreServers / 2 + 10;
  write(context, words.moreServers(layout.left), SIZES.margin, below, { size: 38, colour: COLOURS.quiet });
}

function paintBlock(context: SKRSContext2D, block: Block, words: PictureWords, nowMs: number): void {
  const { section, problem, rows, top, height } = block;
  paintFrame(context, top, height);
  let y = top + SIZES.padding;
  paintServer(context, block, words, y + SIZES.server / 2 - 14);
  y += SIZES.server;
  problem.forEach((line, index) => {
    const middle = y + (index + 0.5) * SIZES.problemLine - 8;
    write(context, line, INDENT, middle, { size: 36, width: RIGHT - INDENT });
  });
  y += problemHeight(problem);
  const history = section.history;
  const box = { x: LEFT, y, width: RIGHT - LEFT, height: dayHeight(section) - 24 };
  if (history !== undefined) paintDay(context, dayOf(history, nowMs), words, box);
  else if (box.height > 0)
    write(context, words.noHistory, LEFT, y + box.height / 2 - 6, { colour: COLOURS.quiet });
  y += dayHeight(section);
  if (section.report !== undefined && rows.length === 0) {
    write(context, words.noAccounts, LEFT, y + SIZES.moreRow / 2, { size: 38, colour: COLOURS.quiet });
  }
  for (const row of rows) {
    paintRow(context, row, words, y);
    y += rowHeight(row);
  }
}

function paintFrame(context: SKRSContext2D, top: number, height: number): void {
  context.beginPath();
  context.roundRect(SIZES.margin, top, SIZES.width - 2 * SIZES.margin, height, 24);
  context.fillStyle = COLOURS.block;
  context.fill();
  context.strokeStyle = COLOURS.frame;
  context.lineWidth = 2;
  context.stroke();
}

/** The server's name, and how many clients it has or that nobody knows. */
function paintServer(context: SKRSContext2D, { section }: Block, words: PictureWords, y: number): void {
  const { server, report } = section;
  const side = { size: 38, align: 'right' as const };
  if (report === undefined) {
    paintMark(context, UNREACHABLE, LEFT + MARK_RADIUS, y, MARK_RADIUS);
    const width = write(context, words.unreachable, RIGHT, y, { ...side, colour: UNREACHABLE.colour });
    write(context, server, INDENT, y, { size: 46, bold: true, width: RIGHT - INDENT - width - 30 });
    return;
  }
  const known = [
    ...(report.counts === undefined ? [] : [words.clients(report.counts.clients)]),
    ...(report.filesNow === undefined ? [] : [words.files(report.filesNow)]),
  ].join(' · ');
  const width = known === '' ? 0 : write(context, known, RIGHT, y, side);
  write(context, server, LEFT, y, { size: 46, bold: true, width: RIGHT - LEFT - width - 30 });
}

function paintRow(context: SKRSContext2D, row: Row, words: PictureWords, top: number): void {
  const mark = MARKS[row.state];
  const y = top + (row.kind === 'more' ? SIZES.moreRow : SIZES.row) / 2;
  paintMark(context, mark, LEFT + MARK_RADIUS, y, row.kind === 'more' ? MARK_RADIUS * 0.8 : MARK_RADIUS);
  if (row.kind === 'more') {
    const text = words.more(row.count, words.states[row.state]);
    write(context, text, INDENT, y, { size: 38, colour: COLOURS.quiet });
    return;
  }
  const state = words.states[row.state];
  const right = write(context, state, RIGHT, y, { size: 36, align: 'right', colour: mark.colour });
  const room = RIGHT - INDENT - right - 30;
  const name = write(context, row.who, INDENT, y, { size: 38, width: room });
  if (row.provider !== undefined && room - name > 120) {
    write(context, row.provider, INDENT + name + 24, y, { colour: COLOURS.quiet, width: room - name - 24 });
  }
  if (row.detail === undefined) return;
  write(context, row.detail, INDENT, y + 46, { colour: COLOURS.quiet, width: RIGHT - INDENT });
}
