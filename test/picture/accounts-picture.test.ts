import { createCanvas, loadImage } from '@napi-rs/canvas';
import { picture as en } from '../../src/messages/en/picture';
import { picture as zh } from '../../src/messages/zh-cn/picture';
import { renderAccounts } from '../../src/picture/accounts-picture';
import { COLOURS } from '../../src/picture/colours';
import { SIZES, TALLEST, layOut } from '../../src/picture/layout';
import { MARKS } from '../../src/picture/marks';
import type { PictureSection } from '../../src/picture/section';
import { account, accounts, hourMs, nowMs, section, unreachable } from './sections';

/** A picture as it can be looked at. */
async function look(sections: readonly PictureSection[], words = en) {
  const bytes = await renderAccounts(sections, words, nowMs);
  const image = await loadImage(bytes);
  const context = createCanvas(image.width, image.height).getContext('2d');
  context.drawImage(image, 0, 0);
  const colourAt = (x: number, y: number) =>
    `#${Buffer.from(context.getImageData(Math.round(x), Math.round(y), 1, 1).data.slice(0, 3)).toString('hex')}`;
  /** How many pixels of a part have exactly a colour. */
  const count = (colour: string, x: number, y: number, width: number, height: number) => {
    const { data } = context.getImageData(x, y, width, height);
    const [red, green, blue] = Buffer.from(colour.slice(1), 'hex');
    let found = 0;
    for (let at = 0; at < data.length; at += 4) {
      if (data[at] === red && data[at + 1] === green && data[at + 2] === blue) found += 1;
    }
    return found;
  };
  return { bytes, width: image.width, height: image.height, colourAt, count, context };
}

const kinds = [
  'needs-login',
  'expired',
  'unreadable',
  'expires-soon',
  'cooling',
  'disabled',
  'unknown',
  'fine',
];

describe('the picture of all accounts', () => {
  it('is a PNG as wide as a phone, and as tall as it has to be', async () => {
    const sections = [section('ali', accounts(3, { kind: 'fine' }))];

    const picture = await look(sections);

    const { height } = layOut(sections, en, text => [text], nowMs);
    expect(Buffer.from(picture.bytes.slice(0, 8)).toString('latin1')).toBe('\u0089PNG\r\n\u001A\n');
    expect([picture.width, picture.height]).toEqual([1_080, height]);
  });

  it('is taller with more accounts, up to where a phone would shrink it', async () => {
    const heights: number[] = [];
    for (const count of [1, 3, 12, 40]) {
      heights.push((await look([section('ali', accounts(count, { kind: 'fine' }))])).height);
    }

    expect(heights).toEqual([...heights].sort((one, other) => one - other));
    expect(new Set(heights).size).toBe(4);
    expect(heights.at(-1)).toBeLessThanOrEqual(TALLEST);
  });

  it('has a ground of its own everywhere, so that no chat shows through', async () => {
    const { context, width, height } = await look([unreachable('tokyo', 'refused')]);

    const { data } = context.getImageData(0, 0, width, height);

    expect(data.filter((_, index) => index % 4 === 3).every(alpha => alpha === 255)).toBe(true);
  });

  it('marks every state in its colour, in the order of urgency', async () => {
    const states = [
      { kind: 'fine' },
      { kind: 'cooling' },
      { kind: 'unknown' },
      { kind: 'unreadable' },
      { kind: 'disabled' },
      { kind: 'expires-soon' },
      { kind: 'needs-login', reason: '' },
      { kind: 'expired' },
    ] as const;
    const sections = [
      section(
        'ali',
        states.map(state => account(`${state.kind}@example.com`, state)),
      ),
    ];

    const { colourAt } = await look(sections);

    const [block] = layOut(sections, en, text => [text], nowMs).blocks;
    const first = (block?.top ?? 0) + SIZES.padding + SIZES.server + SIZES.noDay;
    const x = SIZES.margin + SIZES.padding + 22;
    expect(block?.rows.map(row => row.state)).toEqual(kinds);
    expect(kinds.map((_, index) => colourAt(x - 12, first + (index + 0.5) * SIZES.row + 8))).toEqual(
      Object.values(MARKS).map(mark => mark.colour),
    );
  });

  it('draws clients as a line and restarts as ticks, where the day has them', async () => {
    const history = {
      clients: [{ atMs: nowMs - 12 * hourMs, clients: 4 }],
      startsAtMs: [nowMs - 18 * hourMs],
    };

    const { count } = await look([section('ali', accounts(1, { kind: 'fine' }), { history })]);

    const top = SIZES.margin + SIZES.title + SIZES.padding + SIZES.server;
    const left = SIZES.margin + SIZES.padding;
    const half = (SIZES.width - 2 * left) / 2;
    const chart = SIZES.day - 24 - 52;
    expect(count(COLOURS.line, left, top, half - 10, chart)).toBe(0);
    expect(count(COLOURS.line, left + half, top, half, chart)).toBeGreaterThanOrEqual(half * 4);
    expect(count(COLOURS.restart, left, top, half, chart)).toBe(6 * 26);
    expect(count(COLOURS.restart, left + half, top, half, chart)).toBe(0);
  });

  it('is drawn in Chinese too, and of any name', async () => {
    const sections = [
      section('上海一号', [account('小明🎉@例子.中国', { kind: 'needs-login', reason: '刷新失败' })]),
      unreachable('东京', '无法通过 SSH 连接：连接被拒绝。机器开着吗？'),
      section('empty', []),
    ];

    const { count, width, height } = await look(sections, zh);

    expect(count(COLOURS.text, 0, 0, width, height)).toBeGreaterThan(3_000);
  });

  it('keeps a contrast of at least 7 to 1 between words and their ground', () => {
    const words = [COLOURS.text, COLOURS.quiet];

    const contrasts = words.flatMap(word => [COLOURS.ground, COLOURS.block].map(on => contrast(word, on)));

    expect(Math.min(...contrasts)).toBeGreaterThanOrEqual(7);
  });

  it('keeps a contrast of at least 4.5 to 1 between marks and their ground', () => {
    const contrasts = Object.values(MARKS).map(mark => contrast(mark.colour, COLOURS.block));

    expect(Math.min(...contrasts)).toBeGreaterThanOrEqual(4.5);
  });

  it('tells states apart without colour: no two share shape and sign', () => {
    const looks = Object.values(MARKS).map(({ shape, sign }) => `${shape} ${sign}`);

    expect(new Set(looks).size).toBe(kinds.length);
  });
});

/** As WCAG 2 measures it. */
function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [...Buffer.from(colour.slice(1), 'hex')].map(value => {
    const part = value / 255;
    return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
