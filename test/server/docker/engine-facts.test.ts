import { setTimeout as pause } from 'node:timers/promises';
import { createScene, type Scene } from '../scene';

describe('the Docker engine of a server', () => {
  let scene: Scene;
  beforeEach(async () => {
    scene = await createScene();
    scene.engine.on('GET /_ping', asked => asked.json('OK'));
  });
  afterEach(() => scene.close());

  it('says its version', async () => {
    scene.engine.on('GET /info', asked =>
      asked.json({ ServerVersion: '27.3.1', SystemTime: '2026-11-22T21:06:48.818123456+08:00' }),
    );

    const { version, nowMs } = await scene.ali.engine();

    expect(version).toBe('27.3.1');
    expect(nowMs - Date.parse('2026-11-22T13:06:48.818Z')).toBeLessThan(1_000);
  });

  it('has its clock read in the middle of a question that takes long, and not at its end', async () => {
    const aheadMs = 5_000;
    scene.engine.on('GET /_ping', asked => void pause(300).then(() => asked.json('OK')));
    scene.engine.on('GET /info', asked => {
      void pause(200)
        .then(() => new Date(Date.now() + aheadMs).toISOString())
        .then(async SystemTime => {
          await pause(200);
          asked.json({ ServerVersion: '27.3.1', SystemTime });
        });
    });

    const { nowMs } = await scene.ali.engine();

    expect(Math.abs(nowMs - Date.now() - aheadMs)).toBeLessThan(100);
  });

  it('is asked in vain where it says neither', async () => {
    scene.engine.on('GET /info', asked => asked.json({ ServerVersion: '27.3.1', SystemTime: 'soon' }));

    await expect(scene.ali.engine()).rejects.toMatchObject({
      problem: { code: 'docker-failed', server: 'ali' },
    });
  });
});

describe('the way to a server', () => {
  it('is where its name leads', async () => {
    const scene = await createScene();
    try {
      await expect(scene.ali.way()).resolves.toEqual({ host: '127.0.0.1', user: 'root' });
    } finally {
      await scene.close();
    }
  });

  it('is none where nobody lets us in', async () => {
    const scene = await createScene();
    try {
      scene.sshd.faults.refuseKey(true);

      await expect(scene.ali.way()).rejects.toMatchObject({ problem: { code: 'ssh-auth-failed' } });
    } finally {
      await scene.close();
    }
  });
});
