import type { Scene } from './scene';

export function listenerCases(scene: () => Scene): void {
  describe('the listener', () => {
    it('that is slow does not hold up the next event', async () => {
      scene().reacts(() => new Promise(() => undefined));

      await scene().driver.types('private', 'one');
      await scene().driver.types('private', 'two');

      await scene().hears(2);
      expect(scene().heard.map(incoming => incoming.event)).toEqual([
        { kind: 'text', text: 'one' },
        { kind: 'text', text: 'two' },
      ]);
    });

    it('that breaks is still told of the next event', async () => {
      scene().reacts(() => Promise.reject(new Error('broken on purpose')));
      await scene().driver.types('private', 'one');
      await scene().hears(1);

      await scene().driver.types('private', 'two');

      await scene().hears(2);
      expect(scene().heard).toHaveLength(2);
    });

    it('does not keep the platform from stopping promptly, and hears nothing afterwards', async () => {
      scene().reacts(() => new Promise(() => undefined));
      await scene().driver.types('private', 'one');
      await scene().hears(1);
      const startedAt = performance.now();

      await scene().platform.stop();

      expect(performance.now() - startedAt).toBeLessThan(2_000);
      await scene().driver.types('private', 'two');
      expect(scene().heard).toHaveLength(1);
    });
  });
}
