import { mute, muteOf, readMutes, unmute } from '../../../src/chat/alerts/mutes';
import { fakeJobs } from '../../fakes/jobs';

const byAda = { sinceMs: 1_000, untilMs: 9_000, by: 'Ada' };
const byBob = { sinceMs: 2_000, untilMs: 5_000, by: 'Bob' };

describe('mutes', () => {
  it('hold for their server until they run out', async () => {
    const jobs = fakeJobs();
    await mute(jobs, ['ali'], byAda);

    const during = await readMutes(jobs, 8_999);
    const after = await readMutes(jobs, 9_000);

    expect(muteOf(during, 'ali')).toEqual(byAda);
    expect(muteOf(during, 'tokyo')).toBeUndefined();
    expect(muteOf(after, 'ali')).toBeUndefined();
  });

  it('of all servers hold for each; the longer one counts', async () => {
    const jobs = fakeJobs();
    await mute(jobs, 'all', byBob);
    await mute(jobs, ['ali'], byAda);

    const mutes = await readMutes(jobs, 3_000);

    expect(muteOf(mutes, 'tokyo')).toEqual(byBob);
    expect(muteOf(mutes, 'ali')).toEqual(byAda);
  });

  it('are replaced by a new one, and go on from where they began', async () => {
    const jobs = fakeJobs();
    await mute(jobs, ['ali'], byAda);
    await mute(jobs, ['ali'], byBob);

    const mutes = await readMutes(jobs, 3_000);

    expect(mutes.servers).toEqual({ ali: { sinceMs: 1_000, untilMs: 5_000, by: 'Bob' } });
  });

  it('of two people at the same time both hold', async () => {
    const jobs = fakeJobs();

    await Promise.all([mute(jobs, ['ali'], byAda), mute(jobs, ['tokyo'], byBob)]);

    const mutes = await readMutes(jobs, 3_000);
    expect(Object.keys(mutes.servers)).toEqual(['ali', 'tokyo']);
  });

  it('end for one server, or altogether', async () => {
    const jobs = fakeJobs();
    await mute(jobs, ['ali', 'tokyo'], byAda);
    await unmute(jobs, ['ali'], 3_000);
    const one = await readMutes(jobs, 3_000);
    await mute(jobs, 'all', byBob);

    await unmute(jobs, 'all', 3_000);

    expect(Object.keys(one.servers)).toEqual(['tokyo']);
    expect(await readMutes(jobs, 3_000)).toEqual({ servers: {} });
  });

  it('that ran out are not kept', async () => {
    const jobs = fakeJobs();
    await mute(jobs, ['ali'], byBob);

    await mute(jobs, ['tokyo'], { ...byAda, sinceMs: 6_000 });

    expect(await jobs.read('mutes', 'all')).toEqual({ servers: { tokyo: { ...byAda, sinceMs: 6_000 } } });
  });

  it('go on being changed after the store was away', async () => {
    const jobs = fakeJobs();
    const away = { ...jobs, write: () => Promise.reject(new Error('away')) };

    const failed = mute(away, ['ali'], byAda);
    const next = mute(jobs, ['tokyo'], byAda);

    await expect(failed).rejects.toThrow('away');
    await next;
    expect((await readMutes(jobs, 3_000)).servers).toEqual({ tokyo: byAda });
  });
});
