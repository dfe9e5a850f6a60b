import { familiesOf, newestFirst } from '../../../src/chat/models/families';

describe('families of models', () => {
  it('are called as their models begin, the newest of each first', () => {
    const families = familiesOf([
      'gpt-5.4',
      'claude-opus-4-20250514',
      'claude-opus-5',
      'openai/gpt-4o',
      'o3-mini',
      'GPT-5.5',
      'claude-opus-4-1-20250805',
    ]);

    expect(families).toEqual([
      { name: 'claude', models: ['claude-opus-5', 'claude-opus-4-1-20250805', 'claude-opus-4-20250514'] },
      { name: 'gpt', models: ['GPT-5.5', 'gpt-5.4'] },
      { name: 'o3', models: ['o3-mini'] },
      { name: 'openai', models: ['openai/gpt-4o'] },
    ]);
  });

  it('know that 10 is newer than 9, and of one version the later day', () => {
    const names = ['x-9', 'x-10', 'x-9-20250102', 'x-9-20250101', 'x'];

    expect(newestFirst(names)).toEqual(['x-10', 'x-9-20250102', 'x-9-20250101', 'x-9', 'x']);
  });
});
