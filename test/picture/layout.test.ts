import { picture as words } from '../../src/messages/en/picture';
import { SIZES, TALLEST, layOut, type Layout } from '../../src/picture/layout';
import type { PictureSection } from '../../src/picture/section';
import { accounts, nowMs, section, unreachable } from './sections';

const reason = 'invalid_grant';

describe('the layout of the picture', () => {
  const wrap = (text: string) => text.split('\n');
  const lay = (...sections: readonly PictureSection[]) => layOut(sections, words, wrap, nowMs);

  /** Everybody who is shown or counted, by state. */
  const told = ({ blocks }: Layout, state: string) =>
    blocks
      .flatMap(block => block.rows)
      .filter(row => row.state === state)
      .reduce((sum, row) => sum + (row.kind === 'more' ? row.count : 1), 0);

  it('is taller with more accounts, and shows each of a few', () => {
    const one = lay(section('ali', accounts(1, { kind: 'fine' })));
    const five = lay(section('ali', accounts(5, { kind: 'fine' })));

    expect(five.height - one.height).toBe(4 * SIZES.row);
    expect(five.blocks[0]?.rows.map(row => row.kind)).toEqual(Array.from({ length: 5 }, () => 'account'));
  });

  it('puts blocks below one another, none over the next', () => {
    const { blocks, height } = lay(
      section('ali', accounts(3, { kind: 'fine' })),
      unreachable('tokyo', 'no way\nto the server'),
      section('ada', []),
    );

    const ends = blocks.map(block => block.top + block.height);
    expect(blocks.slice(1).map((block, index) => block.top - (ends[index] ?? 0))).toEqual([
      SIZES.gap,
      SIZES.gap,
    ]);
    expect(height - (ends.at(-1) ?? 0)).toBe(SIZES.margin);
    expect(blocks[1]?.problem).toEqual(['no way', 'to the server']);
  });

  it('shows those first that need somebody', () => {
    const { blocks } = lay(
      section('ali', [
        ...accounts(1, { kind: 'fine' }),
        ...accounts(1, { kind: 'cooling' }),
        ...accounts(1, { kind: 'needs-login', reason }),
      ]),
    );

    expect(blocks[0]?.rows.map(row => row.state)).toEqual(['needs-login', 'cooling', 'fine']);
  });

  it('counts fine accounts when there are too many, and shows all that need somebody', () => {
    const layout = lay(
      section('ali', [...accounts(5, { kind: 'needs-login', reason }), ...accounts(35, { kind: 'fine' })]),
    );

    const rows = layout.blocks.flatMap(block => block.rows);
    expect(layout.height).toBeLessThanOrEqual(TALLEST);
    expect(rows.slice(0, 5).map(row => row.state)).toEqual(Array.from({ length: 5 }, () => 'needs-login'));
    expect(rows.at(-1)).toMatchObject({ kind: 'more', state: 'fine' });
    expect(told(layout, 'fine')).toBe(35);
  });

  it('counts the others too when even they are too many, each by its state', () => {
    const layout = lay(
      section('ali', [
        ...accounts(40, { kind: 'needs-login', reason }),
        ...accounts(10, { kind: 'expired' }),
        ...accounts(7, { kind: 'fine' }),
      ]),
    );

    expect(layout.height).toBeLessThanOrEqual(TALLEST);
    expect(['needs-login', 'expired', 'fine'].map(state => told(layout, state))).toEqual([40, 10, 7]);
  });

  it('never says "+1": the account itself takes no more room', () => {
    for (let count = 1; count < 60; count += 1) {
      const { blocks } = lay(section('ali', accounts(count, { kind: 'fine' })));

      const more = blocks.flatMap(block => block.rows).filter(row => row.kind === 'more');
      expect(more.filter(row => row.count === 1)).toEqual([]);
    }
  });

  it('leaves quiet servers out before it hides an account that needs somebody', () => {
    const layout = lay(
      section('ali', accounts(8, { kind: 'needs-login', reason })),
      ...Array.from({ length: 30 }, (_, index) =>
        section(`quiet-${String(index)}`, accounts(2, { kind: 'fine' })),
      ),
    );

    expect(layout.height).toBeLessThanOrEqual(TALLEST);
    expect(layout.blocks[0]?.rows).toHaveLength(8);
    expect(layout.blocks.length + layout.left).toBe(31);
    expect(layout.left).toBeGreaterThan(20);
  });

  it('keeps its height with two hundred servers that cannot be reached', () => {
    const layout = lay(
      ...Array.from({ length: 200 }, (_, index) => unreachable(`server-${String(index)}`, 'refused')),
    );

    expect(layout.height).toBeLessThanOrEqual(TALLEST);
    expect(layout.blocks.length + layout.left).toBe(200);
  });
});
