import fc from 'fast-check';
import { meantModel } from '../../src/cliproxy/model-name';

const models = [
  'claude-haiku-4-5-20251001',
  'claude-opus-4-1-20250805',
  'claude-opus-5',
  'claude-sonnet-4-5-20250929',
  'gpt-5.4',
  'gpt-5.4-mini',
  'openai/gpt-oss-120b',
];

describe('the model that somebody means', () => {
  it.each([
    ['its name', 'gpt-5.4', 'gpt-5.4'],
    ['its name in capitals', 'GPT-5.4', 'gpt-5.4'],
    ['how it begins', 'claude-s', 'claude-sonnet-4-5-20250929'],
    ['a part of it', 'Haiku', 'claude-haiku-4-5-20251001'],
    ['its name with how hard it is to think', 'gpt-5.4(high)', 'gpt-5.4(high)'],
  ])('is known by %s', (_how, typed, model) => {
    expect(meantModel(typed, models)).toEqual({ kind: 'one', model });
  });

  it('is one of several where what was typed fits them all', () => {
    expect(meantModel('opus', models)).toEqual({
      kind: 'several',
      models: ['claude-opus-4-1-20250805', 'claude-opus-5'],
    });
  });

  it('is none of them where nothing fits', () => {
    expect(meantModel('gemini', models)).toEqual({ kind: 'none' });
  });

  it('is the one that is called so, whatever others are called and however it is written', () => {
    const names = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 12 }), {
      minLength: 1,
      selector: name => name.toLowerCase(),
    });

    fc.assert(
      fc.property(names, fc.nat(), (all, place) => {
        const wanted = all[place % all.length] ?? '';

        expect(meantModel(wanted, all)).toEqual({ kind: 'one', model: wanted });
      }),
    );
  });
});
