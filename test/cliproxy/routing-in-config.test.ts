import { FlawedConfig } from '../../src/cliproxy/config-text';
import { routingIn, withStrategy } from '../../src/cliproxy/routing-in-config';

describe('a configuration', () => {
  it.each([
    ['', ''],
    ['port: 8317\n', ''],
    ['routing:\n', ''],
    ['routing:\n  strategy:\n', ''],
    ['routing:\n  strategy: fill-first # or round-robin\n', 'fill-first'],
    [`'routing': {"strategy": 'rr'}\n`, 'rr'],
    ['routing: fill-first\n', ''],
    ['x: &shared {strategy: ff}\nrouting: *shared\n', 'ff'],
  ])('%j says the strategy %j', (text, strategy) => {
    expect(routingIn(text).strategy).toBe(strategy);
  });

  it.each([
    ['load_balancing:\n  enabled: true\n', true],
    ['load-balancing: {}\n', true],
    ['# load_balancing:\n', false],
    ['other:\n  load_balancing: 1\n', false],
  ])('%j has the block of the guide: %s', (text, has) => {
    expect(routingIn(text).guideBlock).toBe(has);
  });

  it.each([
    ['logging-to-file: true\n', true],
    ['logging-to-file: false\n', false],
    ['', false],
  ])('%j has the log in a file: %s', (text, has) => {
    expect(routingIn(text).logsToFile).toBe(has);
  });
});

describe('another strategy', () => {
  it.each<readonly [what: string, before: string, after: string]>([
    ['a plain word', 'routing:\n  strategy: rr # why\n', 'routing:\n  strategy: fill-first # why\n'],
    ['single quotes', "routing:\n  strategy: 'rr'\n", "routing:\n  strategy: 'fill-first'\n"],
    ['double quotes', 'routing:\n  strategy: "rr"', 'routing:\n  strategy: "fill-first"'],
    [
      'no value',
      'routing:\n  strategy: # none\n  x: 1\n',
      'routing:\n  strategy: "fill-first" # none\n  x: 1\n',
    ],
    ['no value at the very end', 'routing:\n  strategy:', 'routing:\n  strategy: "fill-first"'],
    [
      'other keys alone',
      'routing:\n    # for an hour\n    session-affinity: true\nport: 1\n',
      'routing:\n    strategy: "fill-first"\n    # for an hour\n    session-affinity: true\nport: 1\n',
    ],
    [
      'an empty block',
      'routing: # below\n  # strategy: rr\nport: 1\n',
      'routing: # below\n  strategy: "fill-first"\n  # strategy: rr\nport: 1\n',
    ],
    ['an empty block at the very end', 'routing:', 'routing:\n  strategy: "fill-first"'],
    ['a null', 'routing: ~ # none\n', 'routing: { strategy: "fill-first" } # none\n'],
    ['an empty map', 'routing: {}\n', 'routing: {"strategy": "fill-first"}\n'],
    ['a map in one line', 'routing: { x: 1 }\n', 'routing: {"strategy": "fill-first",  x: 1 }\n'],
    ['no such block', 'port: 1 # port\n', 'port: 1 # port\nrouting:\n  strategy: "fill-first"\n'],
    ['no line break at the end', 'port: 1', 'port: 1\nrouting:\n  strategy: "fill-first"'],
    [
      'the step of its neighbours',
      'a:\n    b: 1\nrouting:\nc: 1\n',
      'a:\n    b: 1\nrouting:\n    strategy: "fill-first"\nc: 1\n',
    ],
    ['the line ends of Windows', 'port: 1\r\n', 'port: 1\r\nrouting:\r\n  strategy: "fill-first"\r\n'],
    ['everything moved to the right', '  port: 1\n', '  port: 1\n  routing:\n    strategy: "fill-first"\n'],
    ['nothing at all', '', 'routing:\n  strategy: "fill-first"\n'],
    ['comments alone', '# nothing yet\n', '# nothing yet\nrouting:\n  strategy: "fill-first"\n'],
    ['JSON', '{"port": 1}\n', '{"routing": {"strategy": "fill-first"}, "port": 1}\n'],
    ['a byte order mark', '\uFEFFrouting:\n  strategy: rr\n', '\uFEFFrouting:\n  strategy: fill-first\n'],
    ['a beginning', '---\nrouting:\n  strategy: rr\n', '---\nrouting:\n  strategy: fill-first\n'],
    [
      'the block of the guide, which stays',
      'load_balancing:\n  strategy: "round_robin"\n',
      'load_balancing:\n  strategy: "round_robin"\nrouting:\n  strategy: "fill-first"\n',
    ],
  ])('is written where there was %s', (_what, before, after) => {
    expect(withStrategy(before, 'fill-first')).toBe(after);
  });

  it.each<readonly [flaw: FlawedConfig['flaw'], line: number | undefined, text: string]>([
    ['not-yaml', 2, 'port: [1\nx: 2\n'],
    ['not-yaml', 1, 'a: b: c\n'],
    ['several-documents', undefined, 'port: 1\n---\nport: 2\n'],
    ['key-twice', 3, 'routing:\n  strategy: rr\nrouting:\n  strategy: ff\n'],
    ['key-twice', 3, 'routing:\n  strategy: rr\n  strategy: ff\n'],
    ['reference', undefined, 'x: &x\n  strategy: rr\nrouting: *x\n'],
    ['reference', undefined, 'x: &x\n  strategy: rr\nrouting:\n  <<: *x\n'],
    ['reference', undefined, 'routing: &x\n  strategy: rr\ny: *x\n'],
    ['reference', undefined, 'x: &x rr\nrouting:\n  strategy: *x\n'],
    ['reference', undefined, 'routing:\n  strategy: &x rr\ny: *x\n'],
    ['reference', undefined, 'x: &x {a: 1}\n<<: *x\n'],
    ['reference', undefined, 'x: *nowhere\n'],
    ['unusual', undefined, 'routing: fill-first\n'],
    ['unusual', undefined, 'routing:\n  - strategy\n'],
    ['unusual', undefined, 'routing:\n  strategy: |\n    rr\n'],
    ['unusual', undefined, 'routing:\n  strategy: [rr]\n'],
    ['unusual', undefined, '- port\n'],
    ['unusual', undefined, 'port\n'],
    ['unusual', undefined, 'port: 1\n...\n'],
  ])('is refused as %s (line %s): %j', (flaw, line, text) => {
    const refused = () => withStrategy(text, 'fill-first');

    expect(flawOf(refused)).toMatchObject({ flaw, ...(line !== undefined && { line }) });
  });

  it('never repeats a piece of the text, which has keys in it', () => {
    const refused = () => withStrategy('api-keys: [sk-secret-key\nx: 1\n', 'fill-first');

    expect(flawOf(refused).message).toBe('not-yaml');
  });
});

function flawOf(refused: () => unknown): FlawedConfig {
  try {
    refused();
  } catch (error) {
    if (error instanceof FlawedConfig) return error;
    throw error;
  }
  throw new Error('it was not refused');
}
