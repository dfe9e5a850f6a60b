import type { Incident, WatchRecord } from '../../src/jobs/incident';
import type { Jobs } from '../../src/jobs/jobs';

/** What is remembered beyond one job, and what only one may have. */
export function recordsKept(jobs: () => Jobs): void {
  describe('a record', () => {
    it('is what was written last, and nothing before that', async () => {
      const before = await jobs().read('watch', 'ali');
      await jobs().write('watch', 'ali', watchRecord({ revision: 1 }));
      await jobs().write('watch', 'ali', watchRecord({ revision: 2 }));

      const after = await jobs().read('watch', 'ali');

      expect(before).toBeUndefined();
      expect(after).toEqual(watchRecord({ revision: 2 }));
    });

    it('is kept apart from those of other names and keys, whatever the keys are made of', async () => {
      const keys = ['telegram:chat:-100/1', 'telegram:chat:-100', 'telegram.chat.-100', '10', 'all'];
      for (const [index, key] of keys.entries()) {
        await jobs().write('told', key, { incidents: { [key]: { revision: index } } });
      }
      await jobs().write('mute', '*', { sinceMs: 1, untilMs: 2, by: 'Ada' });

      const read = await Promise.all(keys.map(key => jobs().read('told', key)));

      expect(read).toEqual(keys.map((key, index) => ({ incidents: { [key]: { revision: index } } })));
      expect(await jobs().read('mute', '*')).toEqual({ sinceMs: 1, untilMs: 2, by: 'Ada' });
      expect(await jobs().read('mute', '10')).toBeUndefined();
    });

    it('ends as one of the values whole, however writes fall', async () => {
      const revisions = Array.from({ length: 20 }, (_, index) => index);

      await Promise.all(
        revisions.map(revision => jobs().write('watch', 'crowded', watchRecord({ revision }))),
      );

      const read = await jobs().read('watch', 'crowded');
      expect(revisions.map(revision => watchRecord({ revision }))).toContainEqual(read);
    });

    it('takes whatever a log can hold', async () => {
      const half = '👍'.slice(0, 1);
      const log = ['a\0b', `cut ${half}`, 'written \\u0000', 'whole 👍', '\\'];

      await jobs().write('watch', 'odd', watchRecord({ log }));

      const read = await jobs().read('watch', 'odd');
      const lines = read?.incidents[0]?.log;
      expect(lines?.slice(2)).toEqual(log.slice(2));
      expect(lines?.slice(0, 2)).toEqual([
        expect.stringMatching(/^a.b$/su),
        expect.stringMatching(/^cut .$/su),
      ]);
    });

    it('counts as not there when another program wrote it', async () => {
      const foreign: unknown = { incidents: 'none' };
      await jobs().write('watch', 'foreign', foreign as WatchRecord);

      const read = await jobs().read('watch', 'foreign');
      await jobs().write('watch', 'foreign', watchRecord({}));

      expect(read).toBeUndefined();
      expect(await jobs().read('watch', 'foreign')).toEqual(watchRecord({}));
    });
  });

  describe('a claim', () => {
    it('is given to one of all who ask at once, and the others learn to whom', async () => {
      const people = Array.from({ length: 20 }, (_, index) => `person ${index}`);

      const answers = await Promise.all(people.map(by => jobs().claim('button:1', by, 60_000)));

      const winner = people[answers.indexOf(undefined)];
      expect(answers.filter(answer => answer === undefined)).toHaveLength(1);
      expect(new Set(answers.flatMap(answer => answer?.by ?? []))).toEqual(new Set([winner]));
    });

    it('keeps one matter apart from another, and says since when', async () => {
      const from = Date.now();

      const first = await jobs().claim('restart.ali.1', 'ann', 60_000);
      const other = await jobs().claim('restart.ali.2', 'ben', 60_000);
      const again = await jobs().claim('restart.ali.1', 'ann', 60_000);

      expect([first, other]).toEqual([undefined, undefined]);
      expect(again?.by).toBe('ann');
      expect(again?.atMs).toBeGreaterThanOrEqual(from);
      expect(again?.atMs).toBeLessThanOrEqual(Date.now());
    });

    it('is free again for one when its time is over', async () => {
      await jobs().claim('short', 'ann', 300);
      await new Promise(resolve => setTimeout(resolve, 400));

      const answers = await Promise.all(['ben', 'cho', 'dan'].map(by => jobs().claim('short', by, 60_000)));

      expect(answers.filter(answer => answer === undefined)).toHaveLength(1);
      expect(answers.map(answer => answer?.by)).not.toContain('ann');
    });
  });
}

function watchRecord(change: Partial<Incident>): WatchRecord {
  return {
    incidents: [
      {
        id: 'ali.container.abc',
        server: 'ali',
        trouble: { kind: 'container', container: 'cliproxy', cause: 'loops', exitCode: 0, ends: 3 },
        startedAtMs: 1_790_000_000_000,
        seenAtMs: 1_790_000_000_100,
        revision: 1,
        endIsNews: true,
        log: ['proxy service exited with error'],
        ...change,
      },
    ],
    history: { clients: [{ atMs: 1_790_000_000_000, clients: 2 }], startsAtMs: [1_790_000_000_000] },
    watchedAtMs: 1_790_000_000_000,
    memory: { anything: [1, 'two', null] },
  };
}
