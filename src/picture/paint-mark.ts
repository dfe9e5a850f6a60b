import type { SKRSContext2D } from '@napi-rs/canvas';
import type { Mark } from './marks';

/** What signs are drawn with on a mark's colour. */
const INK = '#10151d';

/** Draws the mark of a state around a middle. */
export function paintMark(context: SKRSContext2D, mark: Mark, x: number, y: number, radius: number): void {
  context.fillStyle = mark.colour;
  context.beginPath();
  if (mark.shape === 'circle') context.arc(x, y, radius, 0, 2 * Math.PI);
  else corners(mark.shape).forEach(([dx, dy]) => context.lineTo(x + dx * radius, y + dy * radius));
  context.closePath();
  context.fill();
  paintSign(context, mark, x, mark.shape === 'triangle' ? y + radius * 0.22 : y, radius * 0.45);
}

type Corner = readonly [dx: number, dy: number];

function corners(shape: Exclude<Mark['shape'], 'circle'>): readonly Corner[] {
  switch (shape) {
    case 'triangle':
      return [
        [0, -1.05],
        [1.1, 0.9],
        [-1.1, 0.9],
      ];
    case 'square':
      return around(4, Math.PI / 4, 1.25);
    case 'diamond':
      return around(4, 0, 1.15);
    case 'octagon':
      return around(8, Math.PI / 8, 1.08);
  }
}

function around(count: number, turn: number, size: number): readonly Corner[] {
  return Array.from({ length: count }, (_, index) => {
    const angle = turn + (index * 2 * Math.PI) / count;
    return [Math.cos(angle) * size, Math.sin(angle) * size];
  });
}

/** `?` and `!` too are drawn as lines, so that they sit in the middle of every mark alike. */
const STROKES: Readonly<Record<Mark['sign'], readonly (readonly Corner[])[]>> = {
  tick: [
    [
      [-0.95, 0.05],
      [-0.25, 0.75],
      [1, -0.65],
    ],
  ],
  cross: [
    [
      [-0.75, -0.75],
      [0.75, 0.75],
    ],
    [
      [0.75, -0.75],
      [-0.75, 0.75],
    ],
  ],
  pause: [
    [
      [-0.45, -0.75],
      [-0.45, 0.75],
    ],
    [
      [0.45, -0.75],
      [0.45, 0.75],
    ],
  ],
  dash: [
    [
      [-0.85, 0],
      [0.85, 0],
    ],
  ],
  '!': [
    [
      [0, -0.85],
      [0, 0.3],
    ],
    [
      [0, 0.92],
      [0, 0.94],
    ],
  ],
  '?': [
    [
      [-0.55, -0.55],
      [-0.2, -0.95],
      [0.3, -0.95],
      [0.6, -0.5],
      [0.1, 0],
      [0, 0.35],
    ],
    [
      [0, 0.98],
      [0, 1],
    ],
  ],
};

function paintSign(context: SKRSContext2D, { sign }: Mark, x: number, y: number, size: number): void {
  context.strokeStyle = INK;
  context.lineWidth = size * 0.42;
  context.lineCap = 'round';
  context.lineJoin = 'round';
  context.beginPath();
  for (const stroke of STROKES[sign]) {
    stroke.forEach(([dx, dy], index) => {
      if (index === 0) context.moveTo(x + dx * size, y + dy * size);
      else context.lineTo(x + dx * size, y + dy * size);
    });
  }
  context.stroke();
}
