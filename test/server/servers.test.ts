import { once } from 'node:events';
import { inspection } from './engine';
import { createScene, serverOf, type Scene } from './scene';

describe('finding the container of a server', () => {
  let scene: Scene;
  beforeEach(async () => {
    scene = await createScene();
    scene.engine.on('GET /containers/cliproxy/json', asked => asked.json(inspection({})));
  });
  afterEach(() => scene.close());

  it('answers it as it is now', async () => {
    const container = await scene.ali.container();

    expect(container).toMatchObject({
      id: 'c0ffee',
      name: 'cliproxy',
      status: 'running',
      startedAtMs: Date.parse('2026-11-22T10:00:00.5Z'),
    });
  });

  it('takes the second name where the first does not exist', async () => {
    scene.engine.on('GET /containers/cliproxy/json', asked =>
      asked.json({ message: 'No such container: cliproxy' }, 404),
    );
    scene.engine.on('GET /containers/cli-proxy-api/json', asked =>
      asked.json(inspection({ name: 'cli-proxy-api' })),
    );

    await expect(scene.ali.container()).resolves.toMatchObject({ name: 'cli-proxy-api' });
  });

  it('answers one that is down, and one that never ran', async () => {
    scene.engine.on('GET /containers/cliproxy/json', asked => {
      const created = inspection({ status: 'created' });
      asked.json(
        Object.assign({}, created, { State: { Status: 'created', StartedAt: '0001-01-01T00:00:00Z' } }),
      );
    });

    await expect(scene.ali.container()).resolves.toMatchObject({ status: 'created', startedAtMs: 0 });
  });

  it('does not take the beginning of an id for a name', async () => {
    const servers = scene.client({ containers: ['c0ff'] });
    scene.engine.on('GET /containers/c0ff/json', asked => asked.json(inspection({ name: 'database' })));
    scene.engine.on('GET /containers/json', asked => asked.json([]));

    await expect(serverOf(servers).container()).rejects.toMatchObject({
      problem: { code: 'container-missing', container: 'c0ff', others: [] },
    });
  });

  it('names what is there instead, the likeliest first', async () => {
    const servers = scene.client({ containers: ['mine', 'yours'] });
    const container = (name: string, State: string, Image = 'x'): unknown => ({
      Names: [`/${name}`],
      State,
      Image,
    });
    scene.engine.on('GET /containers/json', asked => {
      expect(asked.query.get('all')).toBe('true');
      asked.json([
        container('web', 'running'),
        container('old', 'exited'),
        container('stopped-cliproxy', 'exited'),
        container('api', 'running', 'eceasy/cli-proxy-api:latest'),
        container('db', 'running'),
        container('cache', 'running'),
      ]);
    });

    await expect(serverOf(servers).container()).rejects.toMatchObject({
      problem: {
        code: 'container-missing',
        server: 'ali',
        container: 'mine, yours',
        others: ['api', 'stopped-cliproxy', 'web', 'db', 'cache'],
      },
    });
  });

  it('knows the ports of the container whose network it uses', async () => {
    scene.engine.on('GET /containers/cliproxy/json', asked =>
      asked.json(inspection({ networkMode: 'container:vpn1' })),
    );
    scene.engine.on('GET /containers/vpn1/json', asked =>
      asked.json(inspection({ name: 'vpn', ports: { '54545/tcp': [{ HostIp: '', HostPort: '54545' }] } })),
    );

    const container = await scene.ali.container();

    expect(container.endpoints(54545)).toEqual([{ host: '127.0.0.1', port: 54545 }]);
  });

  it('uses one connection to Docker for one request after the other', async () => {
    await scene
      .client({ containers: ['cliproxy'] })
      .get('ali')
      ?.container();
    const ali = serverOf(scene.client({ containers: ['cliproxy'] }));
    const before = scene.engine.connections();

    await ali.container();
    await ali.container();

    expect(scene.engine.connections() - before).toBe(1);
  });

  it('goes by docker system dial-stdio where the socket is not forwarded', async () => {
    scene.sshd.faults.refuseStreamlocal(true);

    await expect(scene.ali.container()).resolves.toMatchObject({ name: 'cliproxy' });
    await expect(scene.ali.container()).resolves.toMatchObject({ name: 'cliproxy' });
  });

  it('asks for many things at once without more sessions than a server allows', async () => {
    scene.sshd.faults.refuseStreamlocal(true);

    const found = await Promise.all(Array.from({ length: 30 }, () => scene.ali.container()));

    expect(found.map(container => container.name)).toEqual(Array.from({ length: 30 }, () => 'cliproxy'));
  });

  it('says how to get the permission to use Docker', async () => {
    scene.sshd.faults.denyDocker(true);

    await expect(scene.ali.container()).rejects.toMatchObject({
      problem: {
        code: 'docker-permission',
        server: 'ali',
        user: 'root',
        fix: 'sudo usermod -aG docker root',
      },
    });
  });

  it('hands on what Docker says when it fails', async () => {
    scene.engine.on('GET /containers/cliproxy/json', asked =>
      asked.json({ message: 'layer does not exist - really' }, 500),
    );

    await expect(scene.ali.container()).rejects.toMatchObject({
      problem: { code: 'docker-failed', server: 'ali', detail: 'layer does not exist - really' },
    });
  });

  it('says so when the connection is lost before Docker answered', async () => {
    scene.engine.on('GET /containers/cliproxy/json', () => scene.sshd.faults.dropConnections());

    await expect(scene.ali.container()).rejects.toMatchObject({
      problem: { code: 'connection-lost', server: 'ali' },
    });
  });

  it('is not told to use another Docker by this machine’s environment', async () => {
    const before = process.env['DOCKER_HOST'];
    process.env['DOCKER_HOST'] = 'tcp://127.0.0.1:1';
    try {
      await expect(scene.ali.container()).resolves.toMatchObject({ name: 'cliproxy' });
    } finally {
      if (before === undefined) delete process.env['DOCKER_HOST'];
      else process.env['DOCKER_HOST'] = before;
    }
  });
});

describe('all servers', () => {
  it('are known by name, with their settings and how their connections are', async () => {
    const scene = await createScene();
    try {
      const { servers } = scene;
      scene.engine.on('GET /containers/cliproxy/json', asked => asked.json(inspection({})));

      expect(servers.names).toEqual(['ali']);
      expect(servers.get('tokyo')).toBeUndefined();
      expect(servers.known('ali').settings.authDir).toBe('/root/.cli-proxy-api');
      expect(() => servers.known('tokyo')).toThrow('unknown-server');
      expect(servers.connections()).toEqual([{ server: 'ali', connected: false, reconnects: 0 }]);
      await servers.get('ali')?.container();
      expect(servers.connections()).toEqual([{ server: 'ali', connected: true, reconnects: 0 }]);
      expect(scene.ali).toMatchObject({ name: 'ali', sshTarget: 'ali' });
    } finally {
      await scene.close();
    }
  });

  it('are closed together', async () => {
    const scene = await createScene();
    try {
      const link = await scene.connection().link();
      scene.engine.on('GET /containers/cliproxy/json', asked => asked.json(inspection({})));
      await scene.ali.container();

      const lost = once(link.lost, 'abort');
      await Promise.all([scene.servers.close(), link.close()]);
      await lost;

      expect(scene.servers.connections()).toEqual([{ server: 'ali', connected: false, reconnects: 0 }]);
    } finally {
      await scene.close();
    }
  });
});
