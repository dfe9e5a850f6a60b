import { command } from '../../commands/unmute';
import type { AccessRule } from '../../src/chat/access';
import { mute, readMutes } from '../../src/chat/alerts/mutes';
import { ada } from '../fakes/login';
import { openScene } from './scene';

const servers = ['ali', 'tokyo'];
const everywhere: readonly AccessRule[] = [{ right: 'operator', who: ada.id }];
const byBob = () => ({ sinceMs: Date.now(), untilMs: Date.now() + 3_600_000, by: 'Bob' });

describe('/unmute', () => {
  it('lets the alerts of a server through, and has what is still wrong told at once', async () => {
    const { run, jobs } = openScene();
    await mute(jobs, servers, byBob());

    const { text } = await run(command, { options: { server: 'ali' }, servers, access: everywhere });

    expect(text).toBe('🔔 Alerts of ali come through again.');
    expect(Object.keys((await readMutes(jobs, servers, Date.now())).servers)).toEqual(['tokyo']);
    expect(jobs.signals).toEqual([{ kind: 'incidents', server: 'ali' }]);
  });

  it('ends every mute for who may do so everywhere', async () => {
    const { run, jobs } = openScene();
    await mute(jobs, ['ali'], byBob());
    await mute(jobs, 'all', byBob());

    const { text } = await run(command, { servers, access: everywhere });

    expect(text).toBe('🔔 Alerts of all servers come through again.');
    expect(await readMutes(jobs, servers, Date.now())).toEqual({ servers: {} });
  });

  it('says that a server stays muted while all are', async () => {
    const { run, jobs } = openScene();
    await mute(jobs, 'all', byBob());

    const { text } = await run(command, { options: { server: 'ali' }, servers, access: everywhere });

    expect(text).toMatch(/^All servers are muted until .*, by Bob\. \/unmute ends that\.$/);
  });

  it('ends the mute of all where there is one server: they are the same', async () => {
    const { run, jobs } = openScene();
    await mute(jobs, 'all', byBob());

    const { text } = await run(command, { options: { server: 'ali' }, access: everywhere });

    expect(text).toBe('🔔 Alerts of ali come through again.');
  });

  it('does not end the mute of all for who may do so on one server', async () => {
    const { run, jobs } = openScene();
    await mute(jobs, 'all', byBob());
    const access: readonly AccessRule[] = [{ right: 'operator', who: ada.id, server: 'ali' }];

    const { text } = await run(command, { options: { server: 'ali' }, access });

    expect(text).toContain('All servers are muted until');
  });

  it('says that nothing was muted', async () => {
    const { run, jobs } = openScene();

    const one = await run(command, { options: { server: 'ali' }, servers, access: everywhere });
    const all = await run(command, { servers, access: everywhere });

    expect([one.text, all.text]).toEqual([
      'Alerts of ali were not muted.',
      'Alerts of all servers were not muted.',
    ]);
    expect(jobs.signals).toEqual([]);
  });
});
