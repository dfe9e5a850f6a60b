import fc from 'fast-check';
import { parse } from 'yaml';
import { FlawedConfig } from '../../src/cliproxy/config-text';
import { routingIn, withStrategy } from '../../src/cliproxy/routing-in-config';
import { strategies } from '../../src/jobs/reports';

const strategy = fc.constantFrom(...strategies);
const comment = fc.stringMatching(/^[a-zäöü中文 #:'"{}[\]&*!|>-]{0,12}$/).map(text => `# ${text}`);
const scalar = fc.oneof(
  fc.constantFrom('true', '8317', 'null', '~', '""', "'it''s'", '"a # b: c\\n"', '2026-08-22', 'sk-plain'),
  fc.stringMatching(/^[a-z][a-z0-9/.]{0,10}$/),
);
const key = fc.stringMatching(/^[a-z]{2,8}$/).map(word => `x-${word}`);

/** A value with what stands behind it, as lines below a key that is `indent` to the right. */
function entry(step: number): fc.Arbitrary<(name: string) => readonly string[]> {
  const gap = ' '.repeat(step);
  const tail = fc.option(comment, { nil: '' }).map(text => (text === '' ? '' : `  ${text}`));
  return fc.oneof(
    fc.tuple(scalar, tail).map(([value, after]) => (name: string) => [`${name}: ${value}${after}`]),
    fc
      .tuple(fc.uniqueArray(key, { minLength: 1, maxLength: 3 }), scalar, tail)
      .map(([names, value, after]) => (name: string) => [
        `${name}:${after}`,
        ...names.map(each => `${gap}${each}: ${value}${after}`),
      ]),
    fc
      .array(scalar, { minLength: 1, maxLength: 3 })
      .map(values => (name: string) => [`${name}:`, ...values.map(value => `${gap}- ${value}`)]),
    fc.constant((name: string) => [`${name}: |`, `${gap}routing:`, `${gap}  strategy: not-this`]),
    fc.constant((name: string) => [`${name}: {routing: {strategy: nor-this}, list: [1, "#"]}`]),
  );
}

interface Config {
  readonly text: string;
  /** Where the value stands that is to change; nothing where there is none yet. */
  readonly value?: readonly [from: number, to: number];
}

/** A configuration as people write them: its parts in any order, with comments between them. */
const config: fc.Arbitrary<Config> = fc
  .record({
    step: fc.constantFrom(1, 2, 4),
    lineEnd: fc.constantFrom('\n', '\r\n'),
    endsWithLine: fc.boolean(),
    names: fc.uniqueArray(key, { maxLength: 5 }),
    at: fc.nat(5),
    quote: fc.constantFrom('', '"', "'"),
    old: fc.constantFrom('rr', 'fill-first', 'random', 'weighted-round-robin'),
    routing: fc.constantFrom('none', 'empty', 'without', 'with'),
    others: fc.uniqueArray(key, { minLength: 1, maxLength: 3 }),
    comments: fc.array(comment, { minLength: 6, maxLength: 6 }),
    between: fc.nat(3),
  })
  .chain(shape =>
    fc.array(entry(shape.step), { minLength: 5, maxLength: 5 }).map((entries): Config => {
      const { at, between, comments, lineEnd, names, old, others, quote, routing, step } = shape;
      const gap = ' '.repeat(step);
      const mark = '\u0000';
      const beside = others.map((name, index) => `${gap}${name}: 1 ${comments[index] ?? ''}`);
      const ours = {
        none: [],
        empty: [`routing: ${comments[4] ?? ''}`, `${gap}# strategy: x`],
        without: ['routing:', `${gap}${comments[5] ?? ''}`, ...beside],
        with: [
          'routing:',
          ...beside.slice(0, between),
          `${gap}strategy: ${quote}${mark}${old}${mark}${quote} # kept`,
          ...beside.slice(between),
        ],
      }[routing];
      const blocks = names.map((name, index) => [comments[index] ?? '', ...(entries[index]?.(name) ?? [])]);
      const lines = [...blocks.slice(0, at), ours, ...blocks.slice(at)].flat();
      const marked = lines.join(lineEnd) + (shape.endsWithLine && lines.length > 0 ? lineEnd : '');
      const [before = '', value, after] = marked.split(mark);
      if (value === undefined || after === undefined) return { text: marked };
      return { text: `${before}${value}${after}`, value: [before.length, before.length + value.length] };
    }),
  );

describe('another strategy, in any configuration', () => {
  it('is the one value that is another, and every other byte is where it was', () => {
    fc.assert(
      fc.property(config, strategy, ({ text, value }, wanted) => {
        const changed = withStrategy(text, wanted);

        expect(routingIn(changed).strategy).toBe(wanted);
        if (value === undefined) return;
        expect(changed).toBe(`${text.slice(0, value[0])}${wanted}${text.slice(value[1])}`);
      }),
      { numRuns: 200 },
    );
  });

  it('takes nothing away where there was none before', () => {
    fc.assert(
      fc.property(config, strategy, ({ text, value }, wanted) => {
        fc.pre(value === undefined);

        const changed = withStrategy(text, wanted);

        const added = changed.length - text.length;
        const isInserted = Array.from({ length: text.length + 1 }, (_, at) => at).some(
          at => `${changed.slice(0, at)}${changed.slice(at + added)}` === text,
        );
        expect(added).toBeGreaterThan(0);
        expect(isInserted).toBe(true);
        expect(/\n$/.test(changed)).toBe(text === '' || /\n$/.test(text));
        expect(/[^\r]\n/.test(changed)).toBe(!text.includes('\r\n'));
      }),
      { numRuns: 200 },
    );
  });

  it('leaves what everything else says', () => {
    fc.assert(
      fc.property(config, strategy, ({ text }, wanted) => {
        const changed = withStrategy(text, wanted);

        const [before, after] = [text, changed].map(each => withoutStrategy(parse(each)));
        expect(after).toEqual(before);
      }),
      { numRuns: 150 },
    );
  });

  it('is the same when it is written twice, and is put back by the one before', () => {
    fc.assert(
      fc.property(config, strategy, strategy, ({ text }, one, other) => {
        const once = withStrategy(text, one);

        expect(withStrategy(once, one)).toBe(once);
        expect(withStrategy(withStrategy(once, other), one)).toBe(once);
      }),
    );
  });
});

describe('any text', () => {
  const pieces = fc.array(
    fc.constantFrom(
      ...['routing', 'strategy', ':', ' ', '\n', '\r\n', '  ', '\t', '-', '{', '}', '[', ']', ',', '|', '>'],
      ...[
        '&a',
        '*a',
        '<<',
        '!!str',
        '!x',
        '?',
        '"',
        "'",
        '#',
        '---',
        '...',
        '%YAML 1.1',
        'rr',
        '\u0000',
        '\uFEFF',
      ],
    ),
    { maxLength: 40 },
  );
  const lines = fc.array(
    fc.constantFrom(
      ...[
        'routing:',
        'routing: "a',
        'b"',
        '? routing',
        ': strategy: rr',
        'routing: {',
        'strategy: rr',
        '}',
        'a: |+',
      ],
      ...[
        '  strategy: rr',
        '  strategy: >',
        '    folded',
        '  strategy: a',
        '   b',
        '\tx: 1',
        'a: |',
        '  text',
        '',
      ],
      ...[
        '...',
        '---',
        '- a',
        'x: &x',
        'y: *x',
        '"routing": !!map',
        '  # comment',
        '# comment',
        'port: 1',
        '{}',
      ],
    ),
    { maxLength: 7 },
  );
  const any = fc.oneof(
    lines.map(all => all.join('\n')),
    fc.string({ unit: 'binary', maxLength: 200 }),
    pieces.map(all => all.join('')),
  );

  it('is changed as it should be, or refused for a flaw', () => {
    fc.assert(
      fc.property(any, strategy, (text, wanted) => {
        const outcome = attempt(() => withStrategy(text, wanted));

        if (outcome instanceof FlawedConfig) return;
        const changed = String(outcome);
        expect(routingIn(changed).strategy).toBe(wanted);
        const [before, after] = [text, changed].map(each => withoutStrategy(parse(each)));
        expect(after).toEqual(before);
      }),
      { numRuns: 1_000 },
    );
  });

  it('is read, or refused for a flaw', () => {
    fc.assert(
      fc.property(any, text => {
        const outcome = attempt(() => routingIn(text).strategy);

        expect(typeof outcome === 'string' || outcome instanceof FlawedConfig).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });
});

/** What it says but for the strategy; a block that has nothing else is the same as none. */
function withoutStrategy(root: unknown): unknown {
  const all = { ...(root as Readonly<Record<string, unknown>> | null) };
  const routing = { ...(all['routing'] as Readonly<Record<string, unknown>> | null) };
  delete routing['strategy'];
  delete all['routing'];
  return { all, routing };
}

function attempt(read: () => string): unknown {
  try {
    return read();
  } catch (error) {
    return error;
  }
}
