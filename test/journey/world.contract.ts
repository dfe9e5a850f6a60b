import { pino } from 'pino';
import type { Container } from '../../src/server/server';
import { createServers, type Servers } from '../../src/server/servers';
import { eventually } from './house';
import type { World } from './world';

/** What can be done to a world is seen on its server, whether it is pretend or real. */
export function worldAbilities(name: string, open: () => Promise<World>): void {
  describe(`what happens ${name}`, () => {
    let world: World;
    let servers: Servers;
    beforeAll(async () => {
      world = await open();
    });
    beforeEach(async () => {
      await world.reset();
      servers = createServers(world.config.servers, world.config.ssh, pino({ level: 'silent' }));
    });
    afterEach(() => servers.close());
    afterAll(() => world.close());

    const container = (): Promise<Container> => servers.known('ali').server.container();

    it('is a crash that Docker mends', async () => {
      const before = await container();

      await world.crash(0);
      await world.serves();

      const after = await container();
      expect(after).toMatchObject({ id: before.id, status: 'running', facts: { restartCount: 1 } });
      expect(after.startedAtMs).toBeGreaterThan(before.startedAtMs);
    });

    it('is a loop, until it is healed', async () => {
      await world.loop(3);
      await eventually('the third restart', async () => (await container()).facts.restartCount >= 3);

      await world.heal();

      await eventually('a run that lasts', async () => {
        const { status, startedAtMs } = await container();
        return status === 'running' && Date.now() - startedAtMs > 1_500;
      });
      expect((await container()).facts.exitCode).toBe(0);
    });

    it('is a kill, after which it stays down', async () => {
      await world.kill();

      expect(await container()).toMatchObject({
        status: 'exited',
        facts: { exitCode: 137, restartCount: 0 },
      });
    });

    it('is the kernel taking it, after which it is started again', async () => {
      await world.oom();
      await world.serves();

      expect((await container()).facts.restartCount).toBe(1);
    });

    it('is a pause', async () => {
      await world.pause();
      const paused = await container();

      await world.unpause();

      expect([paused.status, (await container()).status]).toEqual(['paused', 'running']);
    });

    it('is a new container of another image, and one of an image that was pulled', async () => {
      const first = await container();
      await world.recreate({ tag: 'next' });
      const second = await container();

      await world.recreate({ pulled: true });

      const third = await container();
      expect(new Set([first.id, second.id, third.id]).size).toBe(3);
      expect(second.facts.image).toMatch(/:next$/);
      expect(third.facts.imageId).not.toBe(second.facts.imageId);
    });

    it('is Docker restarting, which counts for nothing', async () => {
      const before = await container();

      await world.restartEngine();

      const after = await eventually('Docker', () => container().catch(() => undefined));
      expect(after).toMatchObject({ id: before.id, status: 'running', facts: { restartCount: 0 } });
      expect(after.startedAtMs).toBeGreaterThan(before.startedAtMs);
    });

    it('is a server that refuses, and takes it back', async () => {
      await container();

      await world.refuseConnections(true);
      const refused: unknown = await container().catch((error: unknown) => error);
      await world.refuseConnections(false);

      expect(refused).toBeInstanceOf(Error);
      await eventually('the server', () => container().catch(() => undefined));
    });

    it('is a credential that appears and goes', async () => {
      await world.writeAuthFile('claude-a@example.com.json', { type: 'claude' });
      const there = await world.authFiles();

      await world.removeAuthFile('claude-a@example.com.json');

      expect([there, await world.authFiles()]).toEqual([['claude-a@example.com.json'], []]);
    });
  });
}
