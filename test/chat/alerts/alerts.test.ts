import { mute, unmute } from '../../../src/chat/alerts/mutes';
import { beganAtMs, crash, incidentOf } from '../../fakes/incident';
import { group } from '../../fakes/login';
import { openScene } from './scene';

const hourMs = 3_600_000;
const by = { sinceMs: beganAtMs, untilMs: beganAtMs + hourMs, by: 'Ada' };
const open = incidentOf({ startedAtMs: beganAtMs + 1_000 });
const ended = { ...open, revision: 2, endedAtMs: beganAtMs + 61_000 };
const telling = { platform: 'telegram', telling: { kind: 'alerts', to: group } };

describe('alerts', () => {
  it('are put on the outbox of every chat that hears of the server', async () => {
    const { jobs } = openScene({
      places: [
        { to: group },
        { to: 'telegram:chat:-1', server: 'ali' },
        { to: 'telegram:chat:-2', server: 'tokyo' },
        { to: 'discord:channel:7' },
      ],
    });
    const before = jobs.told.length;

    await jobs.signal({ kind: 'incidents', server: 'ali' });

    // Nobody here speaks on Discord.
    expect(jobs.told.slice(before).map(each => each.telling)).toEqual([
      { kind: 'alerts', to: group },
      { kind: 'alerts', to: 'telegram:chat:-1' },
    ]);
  });

  it('are looked through at the start, for what was missed meanwhile', () => {
    const { jobs } = openScene();

    expect(jobs.told).toEqual([telling]);
  });

  it('tell a chat of its own server alone', async () => {
    const scene = openScene({ places: [{ to: group, server: 'tokyo' }] });
    await scene.watched(open, incidentOf({ server: 'tokyo' }));

    await scene.deliver();

    expect(scene.texts()).toEqual([expect.stringContaining('tokyo')]);
  });

  it('say nothing to a chat that is no longer named', async () => {
    const scene = openScene({ places: [] });
    await scene.watched(open);

    await scene.deliver();

    expect(scene.calls).toEqual([]);
  });

  it('are told in the language of the configuration', async () => {
    const scene = openScene({ language: 'zh-CN' });
    await scene.watched(open);

    await scene.deliver();

    expect(scene.texts()).toEqual([expect.stringContaining('🔴 ali：CLIProxyAPI 崩溃了（退出码 1）')]);
  });

  it('come back by themselves to an edit that had to wait', async () => {
    jest.useFakeTimers();
    const scene = openScene();
    const at = (revision: number) => ({ ...open, revision, trouble: { ...crash, ends: revision } });
    for (const revision of [1, 2, 3]) {
      await scene.watched(at(revision));
      await scene.deliver();
    }
    const before = scene.jobs.told.length;

    jest.advanceTimersByTime(5_000);
    const told = scene.jobs.told.slice(before);
    jest.useRealTimers();

    expect(scene.calls).toEqual(['send m1', 'edit m1']);
    expect(told).toEqual([telling]);
  });

  it('are told once by two deliveries at the same time', async () => {
    const scene = openScene();
    await scene.watched(open);

    await Promise.all([scene.deliver(), scene.deliver()]);

    expect(scene.calls).toEqual(['send m1']);
  });

  it('see what changes while they are being told', async () => {
    let told = 0;
    const scene = openScene({
      change: jobs => ({
        write: async (...given) => {
          await jobs.write(...given);
          // The first thing was told: meanwhile the second is over, as if it had never been.
          if (given[0] === 'told' && ++told === 2) await scene.watched(open);
        },
      }),
    });
    await scene.deliver();
    await scene.watched(open, incidentOf({ server: 'tokyo', startedAtMs: beganAtMs + 2_000 }));

    await scene.deliver();

    expect(scene.texts()).toEqual([expect.stringContaining('ali')]);
  });

  it('log once that a chat is closed, and try again later', async () => {
    const scene = openScene();
    scene.platform.closeChat(group);
    await scene.watched(open);

    await scene.deliver();
    await scene.deliver();
    scene.pass(30_000);
    await scene.deliver();

    expect(scene.logged().match(/closed to the bot/g)).toHaveLength(1);
    expect(scene.calls).toEqual([]);
  });

  describe('that are muted', () => {
    it('are told when the mute ends, as late ones, if it is wrong still', async () => {
      const scene = openScene();
      await scene.deliver();
      await mute(scene.jobs, ['ali'], by);
      await scene.watched(open, incidentOf({ server: 'tokyo' }));
      await scene.deliver();
      const during = scene.texts();

      scene.pass(hourMs);
      await scene.deliver();

      expect(during).toEqual([expect.stringContaining('tokyo')]);
      expect(scene.texts().slice(1)).toEqual([expect.stringMatching(/^🔴 ali.*\nSince .* · told late$/)]);
    });

    it('are passed over when it began and ended meanwhile, unless it begins again', async () => {
      const scene = openScene();
      await scene.deliver();
      await mute(scene.jobs, 'all', by);
      await scene.watched(open);
      await scene.deliver();
      await scene.watched(ended);
      await scene.deliver();
      await unmute(scene.jobs, 'all');
      await scene.deliver();
      const passed = scene.texts();

      await scene.watched({ ...open, revision: 3 });
      await scene.deliver();

      expect(passed).toEqual([]);
      expect(scene.texts()).toEqual([expect.stringContaining('🔴 ali')]);
    });

    it('are told after the mute when it began before it, though it ended in it', async () => {
      const scene = openScene();
      await scene.deliver();
      await mute(scene.jobs, ['ali'], { ...by, sinceMs: beganAtMs + 30_000 });
      await scene.watched(ended);
      await scene.deliver();
      const during = scene.texts();

      scene.pass(hourMs);
      await scene.deliver();

      expect(during).toEqual([]);
      expect(scene.texts()).toEqual([expect.stringContaining('works again')]);
    });

    it('go on in the messages that stand already, and end there', async () => {
      const scene = openScene();
      await scene.watched(open);
      await scene.deliver();
      await mute(scene.jobs, ['ali'], by);

      await scene.watched(ended);
      await scene.deliver();

      expect(scene.calls).toEqual(['send m1', 'send m2', 'edit m1']);
    });
  });
});
