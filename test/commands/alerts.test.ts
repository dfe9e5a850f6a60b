import { command } from '../../commands/alerts';
import type { AccessRule } from '../../src/chat/access';
import { mute } from '../../src/chat/alerts/mutes';
import type { AlertPlace } from '../../src/config';
import type { Incident } from '../../src/jobs/incident';
import { beganAtMs, incidentOf, refused, watchOf } from '../fakes/incident';
import { fakeJobs } from '../fakes/jobs';
import { ada, group } from '../fakes/login';
import { buttonsOf } from '../fakes/plain';
import { openScene, type Asking } from './scene';

const began = new Date(beganAtMs).toISOString();
const operator: readonly AccessRule[] = [{ right: 'operator', who: ada.id }];
const alerts: readonly AlertPlace[] = [{ to: group }];
const elsewhere: readonly AlertPlace[] = [{ to: group, server: 'tokyo' }];
const byBob = () => ({ sinceMs: beganAtMs, untilMs: Date.now() + 3_600_000, by: 'Bob' });

/** `/alerts` where these are all that watchers know. */
async function open(...incidents: readonly Incident[]) {
  const jobs = fakeJobs();
  const { run } = openScene('telegram', jobs);
  for (const server of ['ali', 'tokyo']) {
    await jobs.write('watch', server, watchOf(...incidents.filter(each => each.server === server)));
  }
  return {
    jobs,
    ask: (asking: Asking = {}) => run(command, { servers: ['ali', 'tokyo'], alerts, ...asking }),
  };
}

describe('/alerts', () => {
  it('says that nothing is wrong', async () => {
    const { ask } = await open(incidentOf({ endedAtMs: beganAtMs + 1 }));

    const { text } = await ask();

    expect(text).toBe('✅ Nothing is wrong on ali, tokyo.');
  });

  it('does not call well what nobody watches any more', async () => {
    const { ask, jobs } = await open();
    const leftMs = Date.now() - 10 * 60_000;
    await jobs.write('watch', 'tokyo', { ...watchOf(), watchedAtMs: leftMs });

    const { text } = await ask();

    expect(text?.split('\n')).toEqual([
      '✅ Nothing is wrong on ali.',
      `❔ Nobody has looked at tokyo since ${new Date(leftMs).toISOString()}. Is a worker running?`,
    ]);
  });

  it('lists what is open since when, oldest first', async () => {
    const later = incidentOf({ trouble: refused, startedAtMs: beganAtMs + 60_000 });
    const { ask } = await open(later, incidentOf({ server: 'tokyo' }));

    const { text } = await ask();

    expect(text?.split('\n')).toEqual([
      '2 things are wrong:',
      `🔴 tokyo: CLIProxyAPI crashed (exit code 1) · Since ${began}`,
      `🔑 ali: ada@example.com (claude) must be logged in again · Since ${new Date(beganAtMs + 60_000).toISOString()}`,
    ]);
  });

  it('masks addresses where others read too', async () => {
    const { ask } = await open(incidentOf({ trouble: refused }));

    const { text } = await ask({ place: group });

    expect(text).toContain('a…@example.com');
    expect(text).not.toContain('ada@');
  });

  it('keeps to the server that is asked for', async () => {
    const { ask } = await open(incidentOf({ server: 'tokyo' }));

    const { text } = await ask({ options: { server: 'ali' } });

    expect(text).toBe('✅ Nothing is wrong on ali.');
  });

  it('counts what a message has no room for', async () => {
    const many = Array.from({ length: 14 }, (_, index) => incidentOf({ startedAtMs: beganAtMs + index }));
    const { ask } = await open(...many);

    const { text } = await ask();

    expect(text?.split('\n').at(0)).toBe('14 things are wrong:');
    expect(text?.split('\n').at(-1)).toBe('… and 4 more');
  });

  it('does not call fine what nobody has looked at', async () => {
    const { run } = openScene();

    const { text } = await run(command, { servers: ['ali'], alerts });

    expect(text).toBe('❔ Nobody has looked yet at ali.');
  });

  it('says how many more are muted than it shows', async () => {
    const { ask, jobs } = await open();
    const servers = ['ali', 'tokyo', 'oslo', 'rome', 'bern', 'lima'];
    await mute(jobs, servers, byBob());

    const { text } = await ask({ servers });

    expect(text?.split('\n').filter(line => line.startsWith('🔕'))).toEqual([
      expect.stringContaining('ali'),
      expect.stringContaining('tokyo'),
      expect.stringContaining('oslo'),
      expect.stringContaining('rome'),
      '🔕 … and 2 more',
    ]);
  });

  it('says what is muted until when, by whom, and how much was passed over', async () => {
    const { ask, jobs } = await open(
      incidentOf({ endedAtMs: beganAtMs + 1 }),
      incidentOf({ startedAtMs: beganAtMs - 1, endedAtMs: beganAtMs }),
    );
    await mute(jobs, ['ali'], byBob());

    const { text, reply } = await ask({ access: operator });

    expect(text?.split('\n')[1]).toMatch(/^🔕 ali: muted until 20.*Z, by Bob\. 1 came and went meanwhile\.$/);
    expect(reply && buttonsOf(reply)).toMatchObject([{ action: 'alerts:' }, { action: 'unmute:ali' }]);
  });

  it('offers to end a mute of all to those who may', async () => {
    const { ask, jobs } = await open();
    await mute(jobs, 'all', byBob());

    const theirs = await ask({ access: operator });
    const others = await ask();

    expect(theirs.text).toContain('🔕 All servers: muted until');
    expect(theirs.reply && buttonsOf(theirs.reply)).toMatchObject([{}, { action: 'unmute' }]);
    expect(others.reply && buttonsOf(others.reply)).toHaveLength(1);
  });

  it('says that no chat is told', async () => {
    const { ask } = await open();

    const { text } = await ask({ options: { server: 'ali' }, alerts: elsewhere });

    expect(text).toContain('No chat is told about this');
  });
});
