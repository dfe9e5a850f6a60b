import type { ContainerFacts } from '../../../src/server/server';
import { inspection } from '../engine';
import { createScene, type Scene } from '../scene';

describe('the facts of a container', () => {
  let scene: Scene;
  beforeEach(async () => {
    scene = await createScene();
  });
  afterEach(() => scene.close());

  async function factsOf(inspected: unknown): Promise<ContainerFacts> {
    scene.engine.on('GET /containers/cliproxy/json', asked => asked.json(inspected));
    return (await scene.ali.container()).facts;
  }

  it('say what it was made from and how its last run ended', async () => {
    const facts = await factsOf(inspection({}));

    expect(facts).toEqual({
      image: 'eceasy/cli-proxy-api:latest',
      imageId: 'sha256:1a2b',
      createdAtMs: Date.parse('2026-11-20T08:00:00.25Z'),
      finishedAtMs: Date.parse('2026-11-22T09:59:58.125Z'),
      exitCode: 137,
      oomKilled: true,
      restartCount: 2,
      published: {},
      mounts: { '/root/.cli-proxy-api': '/srv/auths' },
    });
  });

  it('say where its ports are published, as one would write the address', async () => {
    const { published } = await factsOf(
      inspection({
        ports: {
          '54545/tcp': [
            { HostIp: '0.0.0.0', HostPort: '54545' },
            { HostIp: '::', HostPort: '54545' },
          ],
          '8317/tcp': [{ HostIp: '', HostPort: '18317' }],
          '8085/tcp': null,
          '53/udp': [{ HostIp: '0.0.0.0', HostPort: '53' }],
        },
      }),
    );

    expect(published).toEqual({ 54545: ['0.0.0.0:54545', '[::]:54545'], 8317: ['0.0.0.0:18317'] });
  });

  it.each([
    ['healthy', 'healthy'],
    ['unhealthy', 'unhealthy'],
    ['starting', 'starting'],
    ['none', undefined],
  ])('say of a health check that is %s: %s', async (word, health) => {
    const facts = await factsOf(inspection({ health: word }));

    expect(facts.health).toBe(health);
  });

  it('are nothing where it never ran, and where Docker says nothing of them', async () => {
    const created = inspection({ status: 'created' });
    const facts = await factsOf(
      Object.assign({}, created, {
        State: { Status: 'created', FinishedAt: '0001-01-01T00:00:00Z' },
        Mounts: undefined,
        RestartCount: undefined,
      }),
    );

    expect(facts).toMatchObject({
      finishedAtMs: 0,
      exitCode: 0,
      oomKilled: false,
      restartCount: 0,
      mounts: {},
    });
  });
});
