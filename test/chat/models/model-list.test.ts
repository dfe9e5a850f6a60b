import { roomOn } from '../../../src/chat/accounts/room';
import { modelList } from '../../../src/chat/models/model-list';
import type { PlatformName } from '../../../src/chat/platform';
import { wordsFor } from '../../../src/messages/catalogue';
import { plainText } from '../../fakes/plain';

function listed(models: readonly string[], platform: PlatformName = 'telegram'): readonly string[] {
  const words = wordsFor('en', platform);
  return plainText(modelList('ali', models, words, roomOn(platform))).split('\n');
}

const many = Array.from({ length: 12 }, (_, index) => `claude-${index + 1}`);

describe('the list of models', () => {
  it('has a line for each family', () => {
    expect(listed(['claude-opus-5', 'gpt-5.4', 'gpt-5.5'])).toEqual([
      'ali offers 3 models:',
      'claude: claude-opus-5',
      'gpt: gpt-5.5, gpt-5.4',
      'Press one to ask it, or write /test ali <model>.',
    ]);
  });

  it('counts those of a large family that are not shown', () => {
    const [, line] = listed(many);

    expect(line).toBe(
      'claude: claude-12, claude-11, claude-10, claude-9, claude-8, claude-7, claude-6, claude-5, … +4',
    );
  });

  it('is whole in the terminal, which can be scrolled', () => {
    const text = listed(many, 'terminal').join('\n');

    expect(many.filter(model => !text.includes(model))).toEqual([]);
  });

  it.each([
    ['discord', 2_000],
    ['telegram', 4_096],
  ] as const)('fits into a message of %s, however much a server offers', (platform, most) => {
    const models = Array.from({ length: 900 }, (_, index) => {
      const vendor = String.fromCharCode(97 + (index % 26)).repeat(20);
      return `${vendor}/a-model-with-a-rather-long-name-${index}`;
    });

    const lines = listed(models, platform);

    expect(lines.join('\n').length).toBeLessThan(most);
    expect(lines[0]).toBe('ali offers 900 models:');
    expect(lines).toContainEqual(expect.stringMatching(/^… and \d+ more$/));
  });

  it('is its heading alone where not even the families fit', () => {
    const words = wordsFor('en', 'telegram');

    const text = plainText(modelList('ali', many, words, { ...roomOn('telegram'), most: 30 }));

    expect(text).toBe('ali offers 12 models:');
  });
});
