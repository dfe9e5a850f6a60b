import type { MessageRef } from '../../../src/chat/platform';
import { eventually } from '../eventually';
import type { PlatformTraits } from '../platform.driver';
import type { Scene } from './scene';
import { last, reads } from './scene';

export function answerCases(traits: PlatformTraits, scene: () => Scene): void {
  describe('answers', () => {
    it('send first and edit then', async () => {
      scene().reacts(async incoming => {
        await incoming.answer({ text: ['Looking …'] });
        await incoming.answer({ text: ['Found it.'] });
      });

      await scene().driver.types('private', '/claude-login ali');

      await scene().sees('private', reads('Found it.'));
      if (traits.editsInPlace) expect(await scene().driver.seen('private')).toHaveLength(1);
    });

    it('that come at the same time become one message', async () => {
      scene().reacts(async incoming => {
        await Promise.all([incoming.answer({ text: ['One'] }), incoming.answer({ text: ['Two'] })]);
      });

      await scene().driver.types('private', '/claude-login ali');

      await scene().sees('private', reads('Two'));
      if (traits.editsInPlace) expect(await scene().driver.seen('private')).toHaveLength(1);
    });

    it('can be edited later by their reference', async () => {
      const sent: MessageRef[] = [];
      scene().reacts(async incoming => {
        sent.push(await incoming.answer({ text: ['First'] }));
      });
      await scene().driver.types('private', '/claude-login ali');
      await eventually(
        () => sent.length,
        length => length === 1,
      );

      await scene().platform.edit(last(sent), { text: ['Second'] });

      await scene().sees('private', reads('Second'));
    });

    it('to plain words arrive in the private chat', async () => {
      scene().reacts(async incoming => {
        await incoming.answer({ text: ['I heard you.'] });
      });

      await scene().driver.types('private', 'hello');

      await scene().sees('private', reads('I heard you.'));
    });

    if (traits.shared) {
      it('reach the person who asked in a shared place', async () => {
        const sent: MessageRef[] = [];
        scene().reacts(async incoming => {
          sent.push(await incoming.answer({ text: ['Working'] }));
          sent.push(await incoming.answer({ text: ['Ready'] }));
        });

        await scene().driver.types('shared', '/claude-login ali');

        await scene().sees('answer', reads('Ready'));
        await eventually(
          () => sent.length,
          length => length === 2,
        );
        await scene().platform.edit(last(sent), { text: ['Over'] });
        await scene().sees('answer', reads('Over'));
        expect(await scene().driver.seen('answer')).toHaveLength(1);
      });
    }
  });
}
