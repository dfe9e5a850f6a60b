import { handOver, takeOver } from '../../src/jobs/handover';
import { newKeyPair, open } from '../../src/jobs/sealing';
import { fakeJobs } from '../fakes/jobs';

const content = Buffer.from('sk-ant-oat01-something-secret');

describe('handing over', () => {
  it('brings the bytes to the worker that asks', async () => {
    const jobs = fakeJobs();
    const { handover } = handOver(jobs, content);

    const taken = await takeOver(jobs, handover);

    expect(taken).toEqual(content);
  });

  it('says nothing of them to whoever listens', async () => {
    const jobs = fakeJobs();
    const { handover } = handOver(jobs, content);

    await takeOver(jobs, handover);

    const said = JSON.stringify(jobs.signals);
    expect(jobs.signals.map(({ kind }) => kind)).toEqual(['wanted', 'handed']);
    expect(said).not.toContain('sk-ant');
    expect(said).not.toContain(content.toString('base64url'));
    expect(said).not.toContain(content.toString('base64'));
  });

  it('brings them to a second worker as well, which took the task up after the first died', async () => {
    const jobs = fakeJobs();
    const { handover } = handOver(jobs, content);
    const died = newKeyPair();
    await jobs.signal({ kind: 'wanted', handover: handover.id, key: died.key });

    const taken = await takeOver(jobs, handover);

    expect(taken).toEqual(content);
    const [first] = jobs.signals.filter(signal => signal.kind === 'handed');
    const between = { handover: handover.id, sender: handover.key, receiver: died.key };
    expect(first && open(first.sealed, died, between)).toEqual(content);
  });

  it('asks once more when nothing came', async () => {
    const jobs = fakeJobs();
    let isDeaf = true;
    const { handover } = handOver(
      {
        signal: signal => jobs.signal(signal),
        onSignal: listener =>
          jobs.onSignal(signal => {
            if (!isDeaf) listener(signal);
            isDeaf = false;
          }),
      },
      content,
    );

    const taken = await takeOver(jobs, handover, 20);

    expect(taken).toEqual(content);
    expect(jobs.signals.filter(({ kind }) => kind === 'wanted')).toHaveLength(2);
  });

  it('fails when they were withdrawn', async () => {
    const jobs = fakeJobs();
    const { handover, withdraw } = handOver(jobs, content);
    await withdraw();

    const taking = takeOver(jobs, handover, 10);

    await expect(taking).rejects.toMatchObject({ problem: { code: 'handover-failed' } });
  });

  it('takes nothing that was sealed by somebody else', async () => {
    const jobs = fakeJobs();
    const { handover } = handOver(jobs, content);

    const taking = takeOver(jobs, { ...handover, key: newKeyPair().key }, 10);

    await expect(taking).rejects.toMatchObject({ problem: { code: 'handover-failed' } });
  });

  it('does not answer whoever asks with something that is no key', async () => {
    const jobs = fakeJobs();
    const { handover } = handOver(jobs, content);

    await jobs.signal({ kind: 'wanted', handover: handover.id, key: 'no key' });

    expect(jobs.signals.map(({ kind }) => kind)).toEqual(['wanted']);
  });
});
