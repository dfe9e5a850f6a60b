import { beganAtMs, crash, incidentOf, refused } from '../../fakes/incident';
import { group } from '../../fakes/login';
import { openScene } from './scene';

const open = incidentOf();
const ended = { ...open, revision: 2, endedAtMs: beganAtMs + 180_000 };
const reopened = { ...open, revision: 3, trouble: { ...crash, ends: 2 } };

/** As many incidents as there are servers, begun one second after the other. */
function manyOn(servers: readonly string[]) {
  return servers.map((server, index) => incidentOf({ server, startedAtMs: beganAtMs + index * 1_000 }));
}
const six = ['s1', 's2', 's3', 's4', 's5', 's6'];

describe('telling a chat', () => {
  it('sends one message for one incident, and says how late it was', async () => {
    const scene = openScene();
    await scene.deliver();

    await scene.watched(open);
    scene.pass(400);
    await scene.deliver();
    await scene.deliver();

    expect(scene.calls).toEqual(['send m1']);
    expect(scene.texts()).toEqual([
      expect.stringMatching(/^🔴 ali: CLIProxyAPI crashed \(exit code 1\)\nSince/),
    ]);
    expect(scene.delays).toEqual([400]);
  });

  it('edits that message as the incident develops', async () => {
    const scene = openScene();
    await scene.watched(open);
    await scene.deliver();

    await scene.watched({ ...open, revision: 2, log: ['listen tcp :8317: address already in use'] });
    await scene.deliver();

    expect(scene.calls).toEqual(['send m1', 'edit m1']);
    expect(scene.texts()).toEqual([expect.stringContaining('address already in use')]);
  });

  it('tells news of the end, and shows it in the first message', async () => {
    const scene = openScene();
    await scene.watched(open);
    await scene.deliver();

    scene.pass(180_000);
    await scene.watched(ended);
    await scene.deliver();

    expect(scene.calls).toEqual(['send m1', 'send m2', 'edit m1']);
    expect(scene.texts()).toEqual([
      expect.stringMatching(/^✅ ali: works again after 3 min\nCLIProxyAPI crashed/),
      '✅ ali: works again after 3 min',
    ]);
  });

  it('only edits where the end is no news', async () => {
    const scene = openScene();
    await scene.watched({ ...open, endIsNews: false });
    await scene.deliver();

    await scene.watched({ ...ended, endIsNews: false });
    await scene.deliver();

    expect(scene.calls).toEqual(['send m1', 'edit m1']);
  });

  it('takes the end back when it begins again', async () => {
    const scene = openScene();
    await scene.watched(open);
    await scene.deliver();
    await scene.watched(ended);
    await scene.deliver();

    await scene.watched(reopened);
    await scene.deliver();

    expect(scene.calls).toEqual(['send m1', 'send m2', 'edit m1', 'remove m2', 'edit m1']);
    expect(scene.texts()).toEqual([expect.stringContaining('crashed 2 times')]);
  });

  it('tells what began and ended before it could be told in one message, and not its end again', async () => {
    const scene = openScene();
    await scene.deliver();

    scene.pass(300_000);
    await scene.watched(ended);
    await scene.deliver();
    await scene.watched({ ...ended, revision: 3, log: ['a line that came later'] });
    await scene.deliver();

    expect(scene.calls).toEqual(['send m1', 'edit m1']);
    expect(scene.texts()).toEqual([expect.stringContaining('✅ ali: works again after 3 min')]);
    expect(scene.texts()).toEqual([expect.stringContaining('told late')]);
  });

  it('tells again in the same message when what was told as over is not', async () => {
    const scene = openScene();
    await scene.deliver();
    await scene.watched(ended);
    await scene.deliver();

    await scene.watched(reopened);
    await scene.deliver();

    expect(scene.calls).toEqual(['send m1', 'edit m1']);
    expect(scene.texts()).toEqual([expect.stringContaining('🔴 ali')]);
  });

  it('passes over what had ended before it was told anything, and tells what is open', async () => {
    const scene = openScene();
    await scene.watched(ended, incidentOf({ server: 'tokyo' }));

    await scene.deliver();

    expect(scene.texts()).toEqual([expect.stringContaining('tokyo')]);
  });

  it('tells anew what is still wrong when somebody removed the message', async () => {
    const scene = openScene();
    await scene.watched(open);
    await scene.deliver();
    await scene.platform.remove({ address: group, id: 'm1' });

    await scene.watched({ ...open, revision: 2 });
    await scene.deliver();

    expect(scene.calls).toEqual(['send m1', 'send m2']);
    expect(scene.delays).toEqual([0]);
  });

  it('does not bring back a removed message of what is over', async () => {
    const scene = openScene();
    await scene.watched({ ...open, endIsNews: false });
    await scene.deliver();
    await scene.platform.remove({ address: group, id: 'm1' });

    await scene.watched({ ...ended, endIsNews: false });
    await scene.deliver();
    await scene.deliver();

    expect(scene.texts()).toEqual([]);
    expect(scene.calls).toEqual(['send m1']);
  });

  it('forgets what it told of incidents that watchers have forgotten', async () => {
    const scene = openScene();
    await scene.watched(open);
    await scene.deliver();

    await scene.watched(incidentOf({ server: 'tokyo' }));
    await scene.deliver();

    const told = await scene.jobs.read('told', group);
    expect(Object.keys(told?.incidents ?? {})).toEqual([expect.stringMatching(/^tokyo/)]);
  });
});

describe('a chat that is away', () => {
  it('is told everything when it is back, in order, each with its own time', async () => {
    const scene = openScene();
    await scene.watched(open);
    await scene.deliver();
    const second = incidentOf({ server: 'tokyo', startedAtMs: beganAtMs + 60_000 });
    const third = incidentOf({ trouble: refused, startedAtMs: beganAtMs + 200_000 });
    scene.failAt(1);
    scene.pass(600_000);
    await scene.watched(third, ended, second);

    await expect(scene.deliver()).rejects.toThrow('429');
    await scene.deliver();

    expect(scene.texts().slice(1)).toEqual([
      expect.stringMatching(/^🔴 tokyo: .*\nSince 2026-11-22T12:01:00.000Z · told late/),
      '✅ ali: works again after 3 min',
      expect.stringMatching(/^🔑 ali: a…@example.com \(claude\) must be logged in again/),
    ]);
    expect(scene.calls.at(-1)).toBe('edit m1');
  });

  it('says that something works again before it says what broke there next', async () => {
    const scene = openScene();
    await scene.watched(open);
    await scene.deliver();
    // The server's clock is ten minutes ahead of ours.
    const skewed = { ...ended, endedAtMs: beganAtMs + 780_000 };
    const next = incidentOf({ startedAtMs: beganAtMs + 800_000, seenAtMs: beganAtMs + 200_000 });

    await scene.watched(skewed, next);
    await scene.deliver();

    expect(scene.texts().slice(1)).toEqual([
      expect.stringContaining('works again'),
      expect.stringContaining('crashed'),
    ]);
  });

  it('goes on from where it failed: nothing is told twice', async () => {
    const scene = openScene();
    await scene.deliver();
    await scene.watched(open, incidentOf({ server: 'tokyo' }));
    scene.failAt(2);

    await expect(scene.deliver()).rejects.toThrow('429');
    await scene.deliver();

    expect(scene.calls).toEqual(['send m1', 'send m2']);
    expect(scene.texts()).toEqual([expect.stringContaining('ali'), expect.stringContaining('tokyo')]);
  });

  it('is told the end once when its first message could not be edited', async () => {
    const scene = openScene();
    await scene.watched(open);
    await scene.deliver();
    await scene.watched(ended);
    scene.failAt(2);

    await expect(scene.deliver()).rejects.toThrow('429');
    await scene.deliver();

    expect(scene.calls).toEqual(['send m1', 'send m2', 'edit m1']);
  });

  describe('whose record cannot be written', () => {
    function openForgetful() {
      const store = { isAway: false };
      const scene = openScene({
        change: jobs => ({
          write: (...given) => (store.isAway ? Promise.reject(new Error('away')) : jobs.write(...given)),
        }),
      });
      return { scene, store };
    }

    it('is told nothing twice by a bot that lives on', async () => {
      const { scene, store } = openForgetful();
      await scene.deliver();
      await scene.watched(open, incidentOf({ server: 'tokyo' }));
      store.isAway = true;

      await expect(scene.deliver()).rejects.toThrow('away');
      store.isAway = false;
      await scene.deliver();

      expect(scene.texts()).toEqual([expect.stringContaining('ali'), expect.stringContaining('tokyo')]);
    });

    it('is told one thing twice at most by a bot that dies then', async () => {
      const { scene, store } = openForgetful();
      await scene.deliver();
      await scene.watched(open, incidentOf({ server: 'tokyo' }));
      store.isAway = true;

      await expect(scene.deliver()).rejects.toThrow('away');
      store.isAway = false;
      const next = scene.restarted();
      await next.deliver();
      await next.deliver();

      expect(next.texts()).toEqual([
        expect.stringContaining('ali'),
        expect.stringContaining('ali'),
        expect.stringContaining('tokyo'),
      ]);
    });
  });
});

describe('many at once', () => {
  it('are told apart while they are few', async () => {
    const scene = openScene({ servers: six });
    await scene.deliver();

    await scene.watched(...manyOn(six.slice(0, 3)));
    await scene.deliver();

    expect(scene.calls).toEqual(['send m1', 'send m2', 'send m3']);
  });

  it('are told in one message, a line each, with one button to hold them all back', async () => {
    const scene = openScene({ servers: six });
    await scene.deliver();

    await scene.watched(...manyOn(six));
    await scene.deliver();

    const [text = ''] = scene.texts();
    expect(scene.calls).toEqual(['send m1']);
    expect(text.split('\n')[0]).toBe('⚠️ 6 alerts at once, all open');
    expect(text.match(/(?<=\n🔴 )\w+(?=:)/g)).toEqual(six);
    expect(scene.platform.posted[0]?.message.buttons).toMatchObject([[{ action: 'mute::2h' }]]);
  });

  it('share their message from then on', async () => {
    const scene = openScene({ servers: six });
    await scene.deliver();
    const [first, ...others] = manyOn(six);
    await scene.watched(...manyOn(six));
    await scene.deliver();

    const over = first === undefined ? [] : [{ ...first, revision: 2, endedAtMs: beganAtMs + 90_000 }];
    await scene.watched(...over, ...others);
    await scene.deliver();

    expect(scene.calls).toEqual(['send m1', 'send m2', 'edit m1']);
    expect(scene.texts()).toEqual([
      expect.stringMatching(/^⚠️ 6 alerts at once, 5 open\n✅ s1: works again after 2 min · Began/),
      '✅ s1: works again after 2 min',
    ]);
  });

  it('are over in one message too, from which one that begins again is taken', async () => {
    const scene = openScene({ servers: six });
    await scene.deliver();
    await scene.watched(...manyOn(six));
    await scene.deliver();
    const over = manyOn(six).map(each => ({ ...each, revision: 2, endedAtMs: beganAtMs + 60_000 }));
    await scene.watched(...over);
    await scene.deliver();

    const [, ...others] = over;
    const again = manyOn(['s1']).map(each => ({ ...each, revision: 3 }));
    await scene.watched(...again, ...others);
    await scene.deliver();

    expect(scene.calls).toEqual(['send m1', 'send m2', 'edit m1', 'edit m2', 'edit m1']);
    expect(scene.texts()[1]).toMatch(/^✅ 5 alerts are over:\n✅ s2/);
  });

  it('fill as many messages as they need: none is dropped', async () => {
    const servers = Array.from({ length: 200 }, (_, index) => `s${String(index).padStart(3, '0')}`);
    const scene = openScene({ servers });
    await scene.deliver();

    await scene.watched(...manyOn(servers));
    await scene.deliver();

    const told = scene.texts().join('\n');
    expect(scene.calls).toHaveLength(17);
    expect(servers.filter(server => !told.includes(`${server}:`))).toEqual([]);
  });

  it('are told by one message and few edits, however often a loop goes round', async () => {
    const scene = openScene();
    await scene.deliver();
    const loop = (ends: number) =>
      incidentOf({ trouble: { ...crash, cause: 'loops', ends }, revision: ends });

    for (let ends = 1; ends <= 100; ends++) {
      await scene.watched(loop(ends));
      await scene.deliver();
      scene.pass(600);
    }
    scene.pass(5_000);
    await scene.deliver();

    expect(scene.calls.filter(call => call.startsWith('send'))).toHaveLength(1);
    expect(scene.calls.filter(call => call.startsWith('edit')).length).toBeLessThanOrEqual(14);
    expect(scene.texts()).toEqual([expect.stringContaining('keeps crashing: 100×')]);
  });
});
