import fc from 'fast-check';
import { modelButtons, sensibleModels } from '../../../src/chat/models/sensible';

describe('models worth a try', () => {
  it('are the newest of each line, of each family in turn, light ones first', () => {
    const models = sensibleModels([
      'claude-3-5-haiku-20241022',
      'claude-haiku-4-5-20251001',
      'claude-opus-4-1-20250805',
      'claude-opus-5',
      'gpt-5.4-mini',
      'gpt-5.5',
      'gemini-2.5-pro',
      'gemini-3.1-flash-image',
    ]);

    expect(models).toEqual(['claude-haiku-4-5-20251001', 'gemini-2.5-pro', 'gpt-5.4-mini', 'claude-opus-5']);
  });

  it('are none that answer with something else than words', () => {
    expect(sensibleModels(['gemini-3-pro-image', 'gpt-realtime', 'veo-3', 'codex-auto-review'])).toEqual([]);
  });
});

describe('the buttons of models', () => {
  it('carry server and model, one in a row', () => {
    expect(modelButtons('ali', ['gpt-5.5', 'claude-opus-5'])).toEqual([
      [{ kind: 'action', label: 'gpt-5.5', action: 'test:ali:gpt-5.5' }],
      [{ kind: 'action', label: 'claude-opus-5', action: 'test:ali:claude-opus-5' }],
    ]);
  });

  it.each(['openai/gpt-4o', 'qwen3:8b', '模型', 'gpt-5.5(high)', 'x'.repeat(40)])(
    'are none for %s',
    model => {
      expect(modelButtons('ali', [model])).toEqual([]);
    },
  );

  it('are such as every platform takes, whatever a model is called', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 60 })), models => {
        const actions = modelButtons('a-server-with-a-name-of-32-signs', models)
          .flat()
          .map(button => (button.kind === 'action' ? button.action : ''));

        expect(actions.filter(action => !/^[A-Za-z0-9:._-]{1,48}$/.test(action))).toEqual([]);
      }),
    );
  });
});
