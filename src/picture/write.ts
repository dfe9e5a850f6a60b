import type { SKRSContext2D } from '@napi-rs/canvas';
import { COLOURS } from './colours';
import { shortened } from './fit';
import { FAMILY, drawable } from './fonts';

export interface Hand {
  /** In pixels; no text is smaller than 34. */
  readonly size?: number;
  readonly bold?: boolean;
  readonly colour?: string;
  readonly align?: 'left' | 'right';
  /** What is longer is shortened. */
  readonly width?: number;
}

/** Writes a text whose middle is at a height, and tells how wide it became. */
export function write(context: SKRSContext2D, text: string, x: number, y: number, hand: Hand = {}): number {
  const { size = 34, bold = false, colour = COLOURS.text, align = 'left', width = Infinity } = hand;
  context.font = fontOf(size, bold);
  context.fillStyle = colour;
  context.textAlign = align;
  context.textBaseline = 'alphabetic';
  const shown = shortened(drawable(text), width, each => context.measureText(each).width);
  // By the height of capitals, which is the same for every text: a text's own middle would make lines dance.
  context.fillText(shown, x, y + size * 0.36);
  return context.measureText(shown).width;
}

export function fontOf(size: number, bold: boolean): string {
  return `${bold ? 700 : 400} ${size}px "${FAMILY}"`;
}
