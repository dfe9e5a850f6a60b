import { modelsFor, testModelFor } from '../../src/onehub/models';

describe('the models of a channel', () => {
  it('are those of the server, each once', () => {
    expect(modelsFor(['claude-opus', 'claude-sonnet', 'claude-opus'])).toEqual([
      'claude-opus',
      'claude-sonnet',
    ]);
  });

  it('keep the names that somebody mapped to others', () => {
    const channel = { models: 'gpt-4, claude-2,claude-opus', model_mapping: '{"gpt-4":"claude-opus"}' };

    expect(modelsFor(['claude-opus'], channel)).toEqual(['claude-opus', 'gpt-4']);
  });

  it.each(['', 'null', '[]', '"x"', '7', 'not JSON'])('take the mapping %j for none', model_mapping => {
    expect(modelsFor(['claude-opus'], { models: 'gpt-4', model_mapping })).toEqual(['claude-opus']);
  });
});

describe('the model to test with', () => {
  it.each([
    ['the one somebody chose', ['a', 'b'], 'b', 'b'],
    ['the first, where what was chosen is gone', ['a', 'b'], 'c', 'a'],
    ['one that completes', ['gpt-image-1', 'text-embedding-3', 'claude-opus'], '', 'claude-opus'],
    ['one that fits into its column', ['a'.repeat(51), 'claude-opus'], '', 'claude-opus'],
    ['one that does not complete, where there is no other', ['gpt-image-1'], '', 'gpt-image-1'],
    ['none, where none would fit', ['a'.repeat(51)], '', ''],
  ])('is %s', (_what, models, chosen, expected) => {
    expect(testModelFor(models, chosen)).toBe(expected);
  });
});
