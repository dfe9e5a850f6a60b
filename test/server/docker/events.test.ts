import type { Writable } from 'node:stream';
import { eventually } from '../../chat/eventually';
import { follow } from '../follow';
import { createScene, type Scene } from '../scene';

const AT_MS = 1_795_381_608_818.123;

function line(action: string, attributes: Readonly<Record<string, string>> = {}): string {
  const Actor = { ID: 'c0ffee', Attributes: { name: 'cliproxy', image: 'x', ...attributes } };
  return `${JSON.stringify({ Type: 'container', Action: action, Actor, timeNano: AT_MS * 1e6 })}\n`;
}

describe.each(['socket', 'dial-stdio'])('what happens to containers, by %s', way => {
  let scene: Scene;
  let streams: Writable[];
  let asked: Readonly<Record<string, string>>[];
  beforeEach(async () => {
    scene = await createScene();
    scene.sshd.faults.refuseStreamlocal(way === 'dial-stdio');
    streams = [];
    asked = [];
    scene.engine.on('GET /events', request => {
      asked.push(Object.fromEntries(request.query));
      streams.push(request.chunks());
    });
    scene.engine.on('GET /_ping', request => request.json('OK'));
    scene.engine.on('GET /info', request =>
      request.json({ ServerVersion: '27.3.1', SystemTime: '2026-11-22T21:06:48.818123456Z' }),
    );
  });
  afterEach(() => scene.close());

  function say(text: string): void {
    for (const stream of streams) stream.write(text);
  }

  it('is heard as it happens, in whatever pieces it comes', async () => {
    const followed = await follow(scene.ali);

    for (const piece of (line('kill', { signal: '9' }) + line('die', { exitCode: '137' })).match(
      /.{1,20}|\n/g,
    ) ?? []) {
      say(piece);
    }
    await followed.come(2);

    expect(followed.events).toMatchObject([
      { action: 'kill', signal: 9, name: 'cliproxy', container: 'c0ffee' },
      { action: 'die', exitCode: 137, atMs: expect.closeTo(AT_MS, 2) as number },
    ]);
  });

  it('is asked of containers alone, and of nothing that goes on inside them', async () => {
    await follow(scene.ali);

    const filters = JSON.parse(asked[0]?.['filters'] ?? '') as { type: string[]; event: string[] };
    expect(filters.type).toEqual(['container']);
    expect(filters.event).toContain('health_status');
    expect(filters.event.filter(event => event.startsWith('exec'))).toEqual([]);
    expect(asked[0]).not.toHaveProperty('since');
  });

  it('is asked since a moment, in fractions of a second, and never later than that', async () => {
    await follow(scene.ali, AT_MS);
    await follow(scene.ali, 0);

    expect(asked.map(({ since }) => since)).toEqual(['1795381608.818122', '0']);
  });

  it('ends when nobody wants to know it any more', async () => {
    const followed = await follow(scene.ali);
    say(line('start'));
    await followed.come(1);

    followed.end();

    await expect(followed.over).resolves.toBeUndefined();
    await eventually(
      () => streams[0]?.destroyed,
      destroyed => destroyed === true,
    );
  });

  it('ends also where the server does not answer at all', async () => {
    scene.engine.on('GET /events', () => undefined);
    const ending = new AbortController();
    const opening = scene.ali.events({ until: ending.signal });
    await eventually(
      () => scene.engine.asked,
      routes => routes.includes('GET /events'),
    );

    ending.abort();

    const events = [];
    for await (const event of await opening) events.push(event);
    expect(events).toEqual([]);
  });

  it('is nothing where it was ended before', async () => {
    const events = [];
    for await (const event of await scene.ali.events({ until: AbortSignal.abort() })) events.push(event);

    expect(events).toEqual([]);
  });

  it.each([
    ['the connection is cut', () => scene.sshd.faults.dropConnections()],
    ['Docker stops, and ends what it says in good order', () => streams.forEach(stream => stream.end())],
    ['Docker dies', () => streams.forEach(stream => stream.destroy())],
  ])('is lost when %s', async (_how, lose) => {
    const followed = await follow(scene.ali);
    say(line('start'));
    await followed.come(1);

    lose();

    await expect(followed.over).rejects.toMatchObject({
      problem: { code: 'connection-lost', server: 'ali' },
    });
    expect(followed.events).toHaveLength(1);
  });

  it('is lost also when nobody read yet', async () => {
    const stream = await scene.ali.events({ until: new AbortController().signal });
    scene.sshd.faults.dropConnections();
    await eventually(
      () => scene.servers.connections()[0]?.connected,
      connected => connected === false,
    );

    const reading = (async () => {
      for await (const event of stream) throw new Error(`there is ${event.action}`);
    })();

    await expect(reading).rejects.toMatchObject({ problem: { code: 'connection-lost' } });
  });

  it('says what Docker says when it does not want to', async () => {
    scene.engine.on('GET /events', request => request.json({ message: 'no events today' }, 500));

    await expect(follow(scene.ali)).rejects.toMatchObject({
      problem: { code: 'docker-failed', detail: 'no events today' },
    });
  });

  it('leaves the way to Docker free for other questions', async () => {
    const followed = await follow(scene.ali);

    const answers = await Promise.all(Array.from({ length: 10 }, () => scene.ali.engine()));
    say(line('start'));

    expect(answers).toHaveLength(10);
    await expect(followed.come(1)).resolves.toEqual(['start']);
  });

  it('waits for whoever reads slowly, and loses nothing', async () => {
    const count = 3_000;
    const stream = await scene.ali.events({ until: new AbortController().signal });
    const wrote = Array.from({ length: count }, () =>
      streams[0]?.write(line('start', { pad: 'x'.repeat(2_000) })),
    );

    let read = 0;
    for await (const { action } of stream) {
      expect(action).toBe('start');
      if (++read === count) break;
    }

    expect(wrote).toContain(false);
    await eventually(
      () => streams[0]?.destroyed,
      destroyed => destroyed === true,
    );
  });
});
