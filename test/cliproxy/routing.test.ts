import {
  firstRelease,
  knownTo,
  strategyMeant,
  strategyWritten,
  takesItFromManagement,
} from '../../src/cliproxy/routing';

describe('the strategy a person means', () => {
  it.each([
    ['round-robin', ['round-robin', 'Round_Robin', 'round robin', 'roundrobin', 'RR']],
    ['fill-first', ['fill-first', 'fill_first', 'fillfirst', 'ff']],
    ['weighted-round-robin', ['weighted-round-robin', 'weighted_round_robin', 'weighted', ' WRR ']],
  ])('is %s, however it is written', (strategy, words) => {
    const meant = words.map(strategyMeant);

    expect(new Set(meant)).toEqual(new Set([strategy]));
  });

  it.each(['least_connections', 'random', 'first', 'constructor', ''])('is none in %j', typed => {
    expect(strategyMeant(typed)).toBeUndefined();
  });
});

describe('a word in the configuration', () => {
  it.each([
    ['', 'round-robin'],
    [' ', 'round-robin'],
    ['RR', 'round-robin'],
    ['FillFirst', 'fill-first'],
    ['wrr', 'weighted-round-robin'],
  ])('%j means %s', (word, strategy) => {
    expect(strategyWritten(word)).toBe(strategy);
  });

  it.each(['random', 'round_robin', 'weighted'])('%s is one that the program does not know', word => {
    expect(strategyWritten(word)).toBe(word);
  });
});

describe('a version', () => {
  it.each([
    ['6.3.0', ['round-robin']],
    ['6.6.41', ['round-robin']],
    ['6.6.42', ['round-robin', 'fill-first']],
    ['7.2.103', ['round-robin', 'fill-first']],
    ['7.2.104', ['round-robin', 'fill-first', 'weighted-round-robin']],
    ['dev', ['round-robin', 'fill-first', 'weighted-round-robin']],
    [undefined, ['round-robin', 'fill-first', 'weighted-round-robin']],
  ])('%s knows %j', (version, strategies) => {
    expect(knownTo(version)).toEqual(strategies);
  });

  it.each([
    ['6.6.82', false],
    ['7.2.95', false],
    ['7.2.96', true],
    [undefined, true],
  ])('%s goes by what its Management API was told at once: %s', (version, does) => {
    expect(takesItFromManagement(version)).toBe(does);
  });

  it('is named that first knew a strategy', () => {
    expect([firstRelease('fill-first'), firstRelease('weighted-round-robin')]).toEqual([
      'v6.6.42',
      'v7.2.104',
    ]);
  });
});
