import type { PictureWords } from '../messages/en/picture';
import { folded, rowsOf, urgencyOf, type Row } from './rows';
import type { PictureSection } from './section';

/** Sizes in pixels. A phone shows the width on about a third as many points, so 34 is read as 11. */
export const SIZES = {
  width: 1_080,
  margin: 36,
  padding: 32,
  title: 100,
  gap: 28,
  server: 84,
  /** The last day: its line, and the words below. */
  day: 170,
  noDay: 60,
  problemLine: 50,
  row: 72,
  detailedRow: 112,
  moreRow: 64,
  moreServers: 80,
} as const;

/** Taller than this a phone shows the picture smaller: what is fine is folded first. */
export const TALLEST = 2_400;

export interface Block {
  readonly section: PictureSection;
  /** Lines that say why the server could not be asked. */
  readonly problem: readonly string[];
  readonly rows: readonly Row[];
  readonly top: number;
  readonly height: number;
}

export interface Layout {
  readonly blocks: readonly Block[];
  readonly height: number;
  /** Servers for which there was no room. */
  readonly left: number;
}

/** Breaks words into lines that fit beside the margins of a block. */
export type Wrap = (text: string) => readonly string[];

interface Draft {
  readonly section: PictureSection;
  readonly problem: readonly string[];
  readonly all: readonly Row[];
  kept: number;
}

/** Where everything goes. What does not fit is counted instead: fine accounts first, at last whole servers. */
export function layOut(
  sections: readonly PictureSection[],
  words: PictureWords,
  wrap: Wrap,
  nowMs: number,
): Layout {
  const drafts = sections.map(section => {
    const all = rowsOf(section.report?.accounts ?? [], words, nowMs);
    const problem =
      section.report === undefined ? wrap(section.problem ?? words.unreachable).slice(0, 3) : [];
    return { section, problem, all, kept: all.length };
  });
  const kept = squeezed(drafts);
  const left = drafts.length - kept.length;
  return { blocks: placed(kept), height: totalOf(kept, left), left };
}

/** In this order: fine accounts are folded, quiet servers left out, other accounts folded, other servers left out. */
function squeezed(all: readonly Draft[]): readonly Draft[] {
  const drafts = [...all];
  const isTooTall = () => totalOf(drafts, all.length - drafts.length) > TALLEST;
  const fold = (mayFold: (draft: Draft) => boolean) => {
    for (let least = leastUrgent(drafts); isTooTall() && least !== undefined; least = leastUrgent(drafts)) {
      if (!mayFold(least)) return;
      least.kept -= 1;
    }
  };
  const leaveOut = (mayGo: (draft: Draft) => boolean) => {
    for (
      let last = drafts.at(-1);
      isTooTall() && drafts.length > 1 && last !== undefined;
      last = drafts.at(-1)
    ) {
      if (!mayGo(last)) return;
      drafts.pop();
    }
  };
  fold(({ all: rows, kept }) => rows[kept - 1]?.state === 'fine');
  leaveOut(
    ({ section, all: rows }) => section.report !== undefined && rows.every(row => row.state === 'fine'),
  );
  fold(() => true);
  leaveOut(() => true);
  return drafts;
}

/** The server whose last row is needed least; among equals the one that shows most. */
function leastUrgent(drafts: readonly Draft[]): Draft | undefined {
  const rank = ({ all, kept }: Draft) => {
    const last = all[kept - 1];
    return last === undefined ? -1 : urgencyOf(last.state) * 10_000 + kept;
  };
  const [first] = [...drafts].sort((one, other) => rank(other) - rank(one));
  return first === undefined || first.kept === 0 ? undefined : first;
}

function placed(drafts: readonly Draft[]): readonly Block[] {
  let top = SIZES.margin + SIZES.title;
  return drafts.map(draft => {
    const { section, problem, all, kept } = draft;
    const block = { section, problem, rows: folded(all, kept), top, height: heightOf(draft) };
    top += block.height + SIZES.gap;
    return block;
  });
}

function totalOf(drafts: readonly Draft[], left: number): number {
  const blocks = drafts.reduce((sum, draft) => sum + heightOf(draft) + SIZES.gap, 0);
  const below = left > 0 ? SIZES.moreServers : 0;
  return SIZES.margin + SIZES.title + blocks - SIZES.gap + below + SIZES.margin;
}

function heightOf({ section, problem, all, kept }: Draft): number {
  const rows = folded(all, kept);
  const none = section.report !== undefined && rows.length === 0 ? SIZES.moreRow : 0;
  return (
    SIZES.padding +
    SIZES.server +
    problemHeight(problem) +
    dayHeight(section) +
    rows.reduce((sum, row) => sum + rowHeight(row), none) +
    SIZES.padding / 2
  );
}

export function problemHeight(lines: readonly string[]): number {
  return lines.length === 0 ? 0 : lines.length * SIZES.problemLine + SIZES.padding / 2;
}

export function dayHeight({ history, report }: PictureSection): number {
  if (history !== undefined) return SIZES.day;
  return report === undefined ? 0 : SIZES.noDay;
}

export function rowHeight(row: Row): number {
  if (row.kind === 'more') return SIZES.moreRow;
  return row.detail === undefined ? SIZES.row : SIZES.detailedRow;
}
