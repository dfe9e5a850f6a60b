import type { ContainerEvent, Server } from '../../src/server/server';
import { follow } from './follow';

/** A server with one running container, and what can be done to it from outside. */
export interface EventsWorld {
  readonly server: Server;
  readonly pause: () => void | Promise<void>;
  readonly unpause: () => void | Promise<void>;
  /** The way to Docker breaks. */
  readonly cut: () => void | Promise<void>;
}

/** What a server's events promise, whoever gives them. */
export function eventsContract(world: () => EventsWorld): void {
  it('tells what happens, in order and with its time', async () => {
    const { server, pause, unpause } = world();
    const followed = await follow(server);

    await pause();
    await unpause();
    const actions = await followed.come(2);

    expect(actions).toEqual(['pause', 'unpause']);
    expect(timesOf(followed.events)).toEqual(timesOf(followed.events).toSorted((a, b) => a - b));
    followed.end();
  });

  it('tells nothing of what was before, unless it is asked for', async () => {
    const { server, pause, unpause } = world();
    await pause();

    const followed = await follow(server);
    await unpause();
    const actions = await followed.come(1);

    expect(actions).toEqual(['unpause']);
    followed.end();
  });

  it('begins with what happened while nobody followed, the moment itself included', async () => {
    const { server, pause, unpause } = world();
    const first = await follow(server);
    await pause();
    await first.come(1);
    first.end();
    await first.over;
    await unpause();

    const second = await follow(server, first.events[0]?.atMs);
    await pause();
    const actions = await second.come(3);

    expect(actions).toEqual(['pause', 'unpause', 'pause']);
    expect(second.events[0]).toEqual(first.events[0]);
    second.end();
    await unpause();
  });

  it('says the same to all who follow', async () => {
    const { server, pause, unpause } = world();
    const both = await Promise.all([follow(server), follow(server)]);

    await pause();
    await unpause();
    const actions = await Promise.all(both.map(followed => followed.come(2)));

    expect(actions).toEqual([
      ['pause', 'unpause'],
      ['pause', 'unpause'],
    ]);
    for (const followed of both) followed.end();
  });

  it('is over when it is ended, and says nothing more', async () => {
    const { server, pause, unpause } = world();
    const followed = await follow(server);

    followed.end();
    await pause();
    await unpause();

    await expect(followed.over).resolves.toBeUndefined();
    expect(followed.events).toEqual([]);
  });

  it('is lost when the way to Docker breaks, and can be followed again from there', async () => {
    const { server, pause, unpause, cut } = world();
    const first = await follow(server);
    await pause();
    await first.come(1);

    await cut();
    await expect(first.over).rejects.toMatchObject({ problem: { code: 'connection-lost' } });
    await unpause();
    const second = await follow(server, first.events[0]?.atMs);

    await expect(second.come(2)).resolves.toEqual(['pause', 'unpause']);
    second.end();
  });
}

function timesOf(events: readonly ContainerEvent[]): readonly number[] {
  return events.map(({ atMs }) => atMs);
}
