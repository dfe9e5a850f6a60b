import { handleOf } from '../../../sandbox/container-handle';
import { eventually } from '../../journey/house';
import type { EngineUnderTest } from './events.contract';
import { engineEvents } from './events.contract';
import { heardSince, listen } from './listener';
import type { Scene } from './scene';
import { openScene } from './scene';

engineEvents('the pretend engine', async (): Promise<EngineUnderTest> => {
  const { docker, engine, container, close } = await openScene();
  const tenant = { container };
  const handle = handleOf(tenant, engine);
  return {
    docker,
    crash: handle.crash,
    oom: handle.oom,
    recreate: () => handle.recreate(),
    restartEngine: () => engine.restart('in-order', 10),
    serves: handle.serves,
    close,
  };
});

describe('the pretend engine', () => {
  let scene: Scene;
  beforeEach(async () => {
    scene = await openScene();
  });
  afterEach(() => scene.close());

  it('remembers 256 events and no more, whatever they are about', async () => {
    const { docker, container } = scene;
    container.setHealth('unhealthy');

    for (let told = 0; told < 256; told++) container.tell('top');

    expect(await heardSince(docker, 1n)).toEqual([]);
  });

  it('tells of health when it changes', async () => {
    const { docker, container } = scene;
    const heard = await listen(docker);

    for (const word of ['unhealthy', 'unhealthy', 'healthy'] as const) container.setHealth(word);
    await container.life.restart();

    const { State } = await docker.getContainer('cliproxy').inspect();
    expect(heard.words().slice(0, 3)).toEqual([
      'health_status: unhealthy',
      'health_status: healthy',
      'kill 15',
    ]);
    expect(State.Health?.Status).toBe('starting');
  });

  it('can tell of a stop before the end', async () => {
    const { docker, engine, container } = scene;
    engine.daemon.stopBeforeDie = true;
    const heard = await listen(docker);

    await container.life.restart();

    await eventually('the restart', () => heard.words().includes('restart'));
    expect(heard.words()).toEqual(['kill 15', 'stop', 'die 0', 'start', 'restart']);
  });

  it('tells nobody when its machine loses its power, and comes back with another start', async () => {
    const { docker, engine, container } = scene;
    const heard = await listen(docker);
    const before = container.life.startedAtNs;

    await engine.restart('lost', 10);

    await heard.ended;
    expect(heard.words()).toEqual([]);
    expect(container.life.startedAtNs).toBeGreaterThan(before);
    expect((await heardSince(docker, 1n)).map(({ action }) => action)).toEqual(['start']);
  });

  it('says what it is and what its clock says', async () => {
    const { docker, engine } = scene;
    engine.daemon.clock.aheadMs = 3_600_000;

    const info: unknown = await docker.info();

    const { SystemTime } = info as { readonly SystemTime: string };
    expect(info).toMatchObject({ ServerVersion: '27.5.1', Containers: 1, ContainersRunning: 1 });
    expect(Math.abs(Date.parse(SystemTime) - Date.now() - 3_600_000)).toBeLessThan(1000);
  });

  it.each([
    ['/events?since=2&until=1', '`since` time (2) cannot be after `until` time (1)'],
    ['/events?since=soon', 'strconv.ParseInt: parsing "soon": invalid syntax'],
    ['/events?filters=x', 'invalid filter'],
  ])('refuses %s', async (path, message) => {
    const answer = await fetch(`${scene.url}${path}`);

    expect(answer.status).toBe(400);
    expect(await answer.json()).toEqual({ message });
  });

  it('says what cannot be done to what is not in that state', async () => {
    const { docker, container } = scene;
    const target = docker.getContainer('cliproxy');

    await target.pause();
    const pausedTwice = target.pause().catch((error: unknown) => error);
    const execInPaused = target.exec({ Cmd: ['x'] }).catch((error: unknown) => error);
    const refused = await Promise.all([pausedTwice, execInPaused]);
    await container.life.stop();
    const killed: unknown = await target.kill().catch((error: unknown) => error);

    expect(refused).toMatchObject([{ statusCode: 409 }, { statusCode: 409 }]);
    expect(killed).toMatchObject({
      statusCode: 409,
      json: { message: `Cannot kill container: cliproxy: Container ${container.id} is not running` },
    });
  });
});
