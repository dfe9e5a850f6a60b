import { pino } from 'pino';
import { problemOf } from '../../src/errors';
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

    describe('and what is written to it', () => {
      const authFile = '/root/.cli-proxy-api/claude-a@example.com.json';
      const configFile = '/CLIProxyAPI/config.yaml';
      const [one, two] = [Buffer.from('{"a":1}\n'), Buffer.from('{"a":"another one"}\n')];
      const read = async (path: string) =>
        (await (await container()).files(path, { maxFileBytes: 10_000 }))?.[0];

      it('is a credential that is whole, and then another in its place', async () => {
        await (await container()).put(authFile, one, 0o600);
        const first = await read(authFile);

        await (await container()).put(authFile, two, 0o640);

        const second = await read(authFile);
        expect([first?.content, first?.mode]).toEqual([one, 0o600]);
        expect([second?.content, second?.mode]).toEqual([two, 0o640]);
        expect(await world.authFiles()).toEqual(['claude-a@example.com.json']);
      });

      it('is a configuration that is rewritten where it is mounted, and where another may not be put', async () => {
        const was = (await read(configFile))?.content ?? Buffer.alloc(0);
        const longer = Buffer.concat([was, Buffer.from('# one line more\n')]);

        await (await container()).rewrite(configFile, was, longer);
        const written = await read(configFile);
        await (await container()).rewrite(configFile, longer, was);
        const put: unknown = await (await container()).put(configFile, longer, 0o600).catch(problemOf);

        expect(written?.content).toEqual(longer);
        expect((await read(configFile))?.content).toEqual(was);
        expect(put).toMatchObject({
          code: 'write-failed',
          detail: expect.stringMatching(/Device or resource busy$/) as string,
        });
      });

      it('is nothing where somebody else wrote meanwhile', async () => {
        await (await container()).put(authFile, one, 0o600);

        const rewritten: unknown = await (await container()).rewrite(authFile, two, one).catch(problemOf);

        expect(rewritten).toMatchObject({ code: 'file-changed', path: authFile });
        expect((await read(authFile))?.content).toEqual(one);
      });

      it('is nothing where there is no such directory, nor in one that is down', async () => {
        const nowhere: unknown = await (
          await container()
        )
          .put('/nowhere/a.json', one, 0o600)
          .catch(problemOf);
        await world.stopContainer();

        const down: unknown = await (await container()).put(authFile, one, 0o600).catch(problemOf);

        const detail = expect.stringMatching(/^Could not find the file \/nowhere in container /) as string;
        expect(nowhere).toMatchObject({ code: 'write-failed', detail });
        expect(down).toMatchObject({ code: 'container-down', status: 'exited' });
        expect(await world.authFiles()).toEqual([]);
      });

      it('is gone when it is removed, also twice, and a mount cannot be', async () => {
        await (await container()).put(authFile, one, 0o600);

        await (await container()).remove(authFile);
        await (await container()).remove(authFile);
        const mount: unknown = await (await container()).remove(configFile).catch(problemOf);

        expect(await world.authFiles()).toEqual([]);
        expect(mount).toMatchObject({
          code: 'write-failed',
          detail: expect.stringMatching(/busy$/) as string,
        });
      });
    });
  });
}
