import { once } from 'node:events';
import Docker from 'dockerode';
import type { Container } from '../../../sandbox/engine/container/container';
import { usualImage } from '../../../sandbox/engine/container/settings';
import type { Engine } from '../../../sandbox/engine/engine';
import { createEngine } from '../../../sandbox/engine/engine';
import { standInProgram } from '../../../sandbox/stand-in';
import type { Place } from '../program';
import { openPlace } from '../program';

/** A pretend engine with one container that serves, and a client of it. */
export interface Scene {
  readonly place: Place;
  readonly engine: Engine;
  readonly container: Container;
  readonly docker: Docker;
  /** Where it listens. */
  readonly url: string;
  readonly close: () => Promise<void>;
}

export async function openScene(): Promise<Scene> {
  const place = await openPlace();
  const engine = createEngine();
  const container = engine.create({
    name: 'cliproxy',
    image: usualImage,
    directory: place.root,
    address: '172.18.0.2',
    ports: place.ports,
    published: true,
    standIn: await standInProgram(),
    behaviour: {},
  });
  container.life.start();
  await container.ready();
  engine.http.listen(0, '127.0.0.1');
  await once(engine.http, 'listening');
  const address = engine.http.address();
  const port = address !== null && typeof address !== 'string' ? address.port : 0;
  return {
    place,
    engine,
    container,
    docker: new Docker({ host: '127.0.0.1', port, protocol: 'http' }),
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      await engine.close();
      await place.clear();
    },
  };
}
