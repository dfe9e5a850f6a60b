import type { PlatformTraits } from '../platform.driver';
import type { Scene } from './scene';

export function commandCases(traits: PlatformTraits, scene: () => Scene): void {
  describe('commands', () => {
    it('places the words of a command in its options', async () => {
      await scene().driver.types('private', '/claude-login us-west_2 because');

      const incoming = await scene().hears();
      expect(incoming.event).toEqual({
        kind: 'command',
        name: 'claude-login',
        options: { server: 'us-west_2', note: 'because' },
        rest: '',
      });
    });

    it('leaves out the options that were not given', async () => {
      await scene().driver.types('private', '/claude-login');

      const incoming = await scene().hears();
      expect(incoming.event).toEqual({ kind: 'command', name: 'claude-login', options: {}, rest: '' });
    });

    it('keeps the name of a command that is written with an underscore', async () => {
      await scene().driver.types('private', '/dry_run');

      const incoming = await scene().hears();
      expect(incoming.event).toMatchObject({ kind: 'command', name: 'dry_run' });
    });

    it('gives the whole rest of the line to the option that takes it', async () => {
      const pasted = "'http://localhost:54545/callback?code=a_b-c&state=d e'";

      await scene().driver.types('private', `/callback ${pasted}`);

      const incoming = await scene().hears();
      expect(incoming.event).toMatchObject({ name: 'callback', options: { address: pasted } });
    });

    it('says who gave a command, in which place', async () => {
      await scene().driver.types('private', '/claude-login');

      const incoming = await scene().hears();
      expect(incoming).toMatchObject({
        person: { id: scene().driver.person },
        place: scene().driver.privateAddress,
        isPrivate: true,
      });
      expect(incoming.person.name).not.toBe('');
    });

    if (traits.typedOptions) {
      it('hands over the words that have no option', async () => {
        await scene().driver.types('private', '/claude-login ali now please do');

        const incoming = await scene().hears();
        expect(incoming.event).toMatchObject({
          options: { server: 'ali', note: 'now' },
          rest: 'please do',
        });
      });
    }

    if (traits.shared) {
      it('says that others read along, and what the person belongs to there', async () => {
        await scene().driver.types('shared', '/claude-login ali');

        const incoming = await scene().hears();
        expect(incoming).toMatchObject({ place: scene().driver.sharedAddress, isPrivate: false });
        expect([...incoming.person.groups].sort()).toEqual([...scene().driver.sharedGroups].sort());
      });

      it('does not listen to what people say to each other', async () => {
        await scene().driver.types('shared', 'shall we have lunch?');
        await scene().driver.types('shared', '/claude-login ali');

        await scene().hears();
        expect(scene().heard.map(incoming => incoming.event.kind)).toEqual(['command']);
      });
    }
  });
}
