import { command } from '../../commands/mute';
import type { AccessRule } from '../../src/chat/access';
import { readMutes } from '../../src/chat/alerts/mutes';
import { ada, bob } from '../fakes/login';
import { buttonsOf } from '../fakes/plain';
import { openScene, type Scene } from './scene';

const hourMs = 3_600_000;
const servers = ['ali', 'tokyo'];
const everywhere: readonly AccessRule[] = [{ right: 'operator', who: ada.id }];
const press = { kind: 'action', action: 'mute' } as const;

/** For how long a mute holds from now on, in hours; by whom. */
async function held({ jobs }: Scene) {
  const { all, servers: named } = await readMutes(jobs, servers, Date.now());
  const hours = (untilMs: number): number => Math.round((untilMs - Date.now()) / hourMs);
  return {
    all: all && [hours(all.untilMs), all.by],
    ...Object.fromEntries(
      Object.entries(named).map(([name, each]) => [name, [hours(each.untilMs), each.by]]),
    ),
  };
}

describe('/mute', () => {
  it('holds the alerts of a server back and says until when', async () => {
    const scene = openScene();

    const { text, reply } = await scene.run(command, { options: { for: '3h', server: 'ali' }, servers });

    expect(text).toMatch(/^🔕 Alerts of ali are held back until 20.*Z\.$/);
    expect(reply && buttonsOf(reply)).toMatchObject([{ label: 'Unmute', action: 'unmute:ali' }]);
    expect(await held(scene)).toEqual({ ali: [3, 'Ada'] });
  });

  it('takes two hours where nothing is said, also where only a server is', async () => {
    const scene = openScene();

    await scene.run(command, { options: { for: 'Tokyo' }, servers });
    await scene.run(command, { options: { server: 'ali' }, servers });

    expect(await held(scene)).toEqual({ tokyo: [2, 'Ada'], ali: [2, 'Ada'] });
  });

  it('holds all back for who may do so everywhere', async () => {
    const scene = openScene();

    const { text } = await scene.run(command, { options: { for: '1天' }, servers, access: everywhere });

    expect(text).toContain('Alerts of all servers are held back');
    expect(await held(scene)).toEqual({ all: [24, 'Ada'] });
  });

  it('holds back only theirs for who may do so on some servers', async () => {
    const scene = openScene();
    const access: readonly AccessRule[] = [
      { right: 'viewer', who: ada.id },
      { right: 'operator', who: ada.id, server: 'ali' },
    ];

    await scene.run(command, { options: { for: '2h' }, servers: ['ali'], access });

    expect(await held(scene)).toEqual({ ali: [2, 'Ada'] });
  });

  it('takes no more than thirty days', async () => {
    const scene = openScene();

    await scene.run(command, { options: { for: '400d', server: 'ali' } });

    expect(await held(scene)).toEqual({ ali: [720, 'Ada'] });
  });

  it('says what it does not understand, and mutes nothing', async () => {
    const scene = openScene();

    const asked = scene.run(command, { options: { for: 'soon', server: 'ali' } });

    await expect(asked).rejects.toMatchObject({ problem: { code: 'not-a-duration', typed: 'soon' } });
    expect(await held(scene)).toEqual({});
  });

  it('lets a command shorten a mute, but no button', async () => {
    const scene = openScene();
    await scene.run(command, { options: { for: '1d', server: 'ali' } });

    const pressed = await scene.run(command, {
      options: { for: '2h', server: 'ali' },
      event: press,
      person: { ...bob, language: 'en' },
    });
    const afterPress = await held(scene);
    await scene.run(command, { options: { for: '2h', server: 'ali' }, person: bob });

    expect(pressed.text).toContain('held back until');
    expect(afterPress).toEqual({ ali: [24, 'Ada'] });
    expect(await held(scene)).toEqual({ ali: [2, 'Bob'] });
  });
});
