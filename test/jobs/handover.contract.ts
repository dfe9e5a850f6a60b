import { handOver, takeOver } from '../../src/jobs/handover';
import { idleTasks } from './idle-tasks';
import type { JobsWorld } from './jobs-world';

const SECRET = 'sk-ant-ort01-hAnDeDoVeR';
/** As much as one import may bring. */
const content = Buffer.from(SECRET.padEnd(256 * 1024, SECRET));

/** What a task hands over: it arrives whole, and the store never holds it in clear. */
export function handoversKept(start: () => Promise<JobsWorld>): void {
  it('hands bytes over to the worker of a task, and holds nothing that can be read of them', async () => {
    const world = await start();
    try {
      const { jobs } = world;
      const taken: Buffer[] = [];
      const stop = jobs.workTasks({
        ...idleTasks,
        import: async ({ handover, server }) => {
          taken.push(await takeOver(jobs, handover, 2_000));
          return { server, files: [], restarted: false };
        },
      });
      const { handover, withdraw } = handOver(jobs, content);
      const files = [{ name: 'a.json', sizeBytes: content.length }];
      await jobs.run('import', { server: 'ali', by: 'Ada', files, handover }, 10_000);
      await withdraw();
      await stop();

      const contents = await world.contents();

      expect(taken[0]?.equals(content)).toBe(true);
      expect(contents).toContain(handover.id);
      for (const form of [SECRET, ...inBase64(SECRET)]) {
        expect(contents.includes(form)).toBe(false);
        expect(world.logged().includes(form)).toBe(false);
      }
    } finally {
      await world.close();
    }
  }, 60_000);
}

/** What every base64 of a text that holds this has in it, wherever in the text it begins. */
function inBase64(text: string): readonly string[] {
  return [0, 1, 2].flatMap(offset => {
    const middle = Buffer.from(`${'x'.repeat(offset)}${text}`)
      .toString('base64')
      .slice(4, 24);
    return [middle, middle.replaceAll('+', '-').replaceAll('/', '_')];
  });
}
