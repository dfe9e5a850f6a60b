import { mute, muteOf, readMutes, unmute } from '../../../src/chat/alerts/mutes';
import { fakeJobs } from '../../fakes/jobs';

const byAda = { sinceMs: 1_000, untilMs: 9_000, by: 'Ada' };
const servers = ['ali', 'tokyo'];
const byBob = { sinceMs: 2_000, untilMs: 5_000, by: 'Bob' };

describe('mutes', () => {
  it('hold for their server until they run out', async () => {
    const jobs = fakeJobs();
    await mute(jobs, ['ali'], byAda);

    const during = await readMutes(jobs, servers, 8_999);
    const after = await readMutes(jobs, servers, 9_000);

    expect(muteOf(during, 'ali')).toEqual(byAda);
    expect(muteOf(during, 'tokyo')).toBeUndefined();
    expect(muteOf(after, 'ali')).toBeUndefined();
  });

  it('of all servers hold for each; the longer one counts', async () => {
    const jobs = fakeJobs();
    await mute(jobs, 'all', byBob);
    await mute(jobs, ['ali'], byAda);

    const mutes = await readMutes(jobs, servers, 3_000);

    expect(muteOf(mutes, 'tokyo')).toEqual(byBob);
    expect(muteOf(mutes, 'ali')).toEqual(byAda);
  });

  it('are replaced by a new one, and go on from where they began', async () => {
    const jobs = fakeJobs();
    await mute(jobs, ['ali'], byAda);
    await mute(jobs, ['ali'], byBob);

    const mutes = await readMutes(jobs, servers, 3_000);

    expect(mutes.servers).toEqual({ ali: { sinceMs: 1_000, untilMs: 5_000, by: 'Bob' } });
  });

  it('of two people at the same time both hold', async () => {
    const jobs = fakeJobs();

    await Promise.all([mute(jobs, ['ali'], byAda), mute(jobs, ['tokyo'], byBob)]);

    const mutes = await readMutes(jobs, servers, 3_000);
    expect(Object.keys(mutes.servers)).toEqual(['ali', 'tokyo']);
  });

  it('of two bots at the same moment both hold, and the end of one leaves the other', async () => {
    const jobs = fakeJobs();
    await mute(jobs, ['ali'], byAda);

    await Promise.all([unmute(jobs, ['ali']), mute(jobs, ['tokyo'], byBob), mute(jobs, 'all', byBob)]);

    expect(await readMutes(jobs, servers, 3_000)).toEqual({ all: byBob, servers: { tokyo: byBob } });
  });

  it('end for one server, or for all but those that have their own', async () => {
    const jobs = fakeJobs();
    await mute(jobs, servers, byAda);
    await mute(jobs, 'all', byBob);

    await unmute(jobs, ['ali']);
    await unmute(jobs, 'all');

    expect(await readMutes(jobs, servers, 3_000)).toEqual({ servers: { tokyo: byAda } });
  });

  it('begin anew after their end', async () => {
    const jobs = fakeJobs();
    await mute(jobs, ['ali'], byAda);
    await unmute(jobs, ['ali']);

    await mute(jobs, ['ali'], byBob);

    expect((await readMutes(jobs, servers, 3_000)).servers).toEqual({ ali: byBob });
  });

  it('of a server called all are its own', async () => {
    const jobs = fakeJobs();

    await mute(jobs, ['all'], byAda);

    expect(await readMutes(jobs, ['all', 'ali'], 3_000)).toEqual({ servers: { all: byAda } });
  });
});
