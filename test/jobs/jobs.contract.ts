import { alertsKept } from './alerts-outbox.contract';
import { handoversKept } from './handover.contract';
import type { JobsWorld } from './jobs-world';
import { loginsKept } from './logins.contract';
import { outboxKept } from './outbox.contract';
import { recordsKept } from './records.contract';
import { secretsKept } from './secrets.contract';
import { signalsKept } from './signals.contract';
import { tasksKept } from './tasks.contract';
import { watchesKept } from './watches.contract';

/** What every store of the queue must keep, whatever it is made of. */
export function describeJobs(store: string, start: () => Promise<JobsWorld>): void {
  describe(`the queue on ${store}`, () => {
    let world: JobsWorld;
    beforeAll(async () => {
      world = await start();
    }, 60_000);
    afterAll(async () => {
      await world.close();
    });
    const jobs = () => world.jobs;

    loginsKept(jobs);
    tasksKept(jobs);
    outboxKept(jobs);
    alertsKept(jobs);
    recordsKept(jobs);
    watchesKept(jobs);
    signalsKept(jobs);
    secretsKept(start);
    handoversKept(start);

    it('says that it is healthy', async () => {
      const healthy = await jobs().healthy();

      expect(healthy).toBe(true);
    });
  });
}
