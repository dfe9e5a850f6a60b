import { once } from 'node:events';
import { eventually } from '../../chat/eventually';
import { createScene, type Scene } from '../scene';

describe('the connection to a server', () => {
  let scene: Scene;
  beforeEach(async () => {
    scene = await createScene();
  });
  afterEach(() => scene.close());

  it('is made once for all who ask', async () => {
    const connection = scene.connection();

    const links = await Promise.all([connection.link(), connection.link(), connection.link()]);
    const later = await connection.link();

    expect(new Set([...links, later]).size).toBe(1);
    expect(scene.sshd.faults.connections()).toBe(1);
    expect(connection).toMatchObject({ connected: true, reconnects: 0 });
  });

  it('is remade on demand after it broke', async () => {
    const connection = scene.connection();
    const first = await connection.link();
    scene.clock.nowMs += 60_000;
    scene.sshd.faults.dropConnections();
    await once(first.lost, 'abort');
    expect(connection.connected).toBe(false);

    const second = await connection.link();

    expect(second).not.toBe(first);
    expect(second.lost.aborted).toBe(false);
    expect(connection).toMatchObject({ connected: true, reconnects: 1 });
  });

  it('is not remade in a loop when it breaks as soon as it is there', async () => {
    const connection = scene.connection();
    const link = await connection.link();
    scene.sshd.faults.dropConnections();
    await once(link.lost, 'abort');

    await expect(connection.link()).rejects.toMatchObject({ problem: { code: 'connection-lost' } });
    scene.clock.nowMs += 500;

    await expect(connection.link()).resolves.toMatchObject({ user: 'root' });
  });

  it('gives everybody the same answer during the pause after a failure, and tries again after it', async () => {
    const connection = scene.connection();
    const refused = {
      problem: { code: 'ssh-refused', server: 'ali', host: '127.0.0.1', port: scene.sshd.port },
    };
    await scene.sshd.faults.refuseConnections(true);
    await expect(connection.link()).rejects.toMatchObject(refused);
    await scene.sshd.faults.refuseConnections(false);

    scene.clock.nowMs += 499;
    await expect(connection.link()).rejects.toMatchObject(refused);
    scene.clock.nowMs += 1;

    await expect(connection.link()).resolves.toBeDefined();
  });

  it('leaves the server alone for longer after every failure', async () => {
    const connection = scene.connection();
    const refused = { problem: { code: 'ssh-refused' } };
    await scene.sshd.faults.refuseConnections(true);
    await expect(connection.link()).rejects.toMatchObject(refused);
    scene.clock.nowMs += 500;
    await expect(connection.link()).rejects.toMatchObject(refused);
    await scene.sshd.faults.refuseConnections(false);

    scene.clock.nowMs += 999;
    await expect(connection.link()).rejects.toMatchObject(refused);
    scene.clock.nowMs += 1;

    await expect(connection.link()).resolves.toBeDefined();
  });

  it('says so when the server takes the connection and says nothing', async () => {
    await scene.home.write(
      'config',
      `Host ali\n  HostName 127.0.0.1\n  Port ${scene.sshd.port}\n  ConnectTimeout 1`,
    );
    scene.sshd.faults.stayMute(true);

    await expect(scene.connection().link()).rejects.toMatchObject({
      problem: { code: 'ssh-timeout', server: 'ali', host: '127.0.0.1', port: scene.sshd.port },
    });
    await eventually(scene.sshd.faults.connections, open => open === 0);
  });

  it('says so when there is no such host', async () => {
    // No resolver is asked for a name with an empty part.
    await scene.home.write('config', 'Host ali\n  HostName no..such.host');

    await expect(scene.connection().link()).rejects.toMatchObject({
      problem: { code: 'ssh-host-not-found', server: 'ali', host: 'no..such.host' },
    });
  });

  it('closes at once, also while it is being made, and stays closed', async () => {
    const open = scene.connection();
    const link = await open.link();
    scene.sshd.faults.stayMute(true);
    const pending = scene.connection();
    const waiting = pending.link();
    const refused = expect(waiting).rejects.toMatchObject({ problem: { code: 'connection-lost' } });

    await Promise.all([open.close(), pending.close(), refused]);

    expect(link.lost.aborted).toBe(true);
    await expect(open.link()).rejects.toMatchObject({ problem: { code: 'connection-lost' } });
  });

  it('is logged without the key or its passphrase', async () => {
    await scene.connection('ali', { passphrase: 'open sesame' }).link();

    const log = scene.log.join('');
    expect(log).toContain('"msg":"connected"');
    expect(log).not.toContain('open sesame');
    expect(log).not.toContain(scene.keys.private.split('\n')[1]);
  });
});
