import { engineEvents } from '../sandbox/engine/events.contract';
import { startStandIn } from './parts/container';
import { startDockerd, type RealEngine } from './parts/dockerd';

jest.setTimeout(60_000);

let engine: RealEngine;

beforeAll(async () => {
  // Its own, since it is restarted.
  engine = await startDockerd({ dockerHost: '' });
});

afterAll(() => engine.close());

engineEvents('dockerd', async () => {
  const standIn = await startStandIn(engine, { name: 'cliproxy', memoryMb: 256 });
  return {
    docker: engine.docker,
    crash: exitCode => standIn.crash(exitCode),
    oom: () => standIn.oom(),
    recreate: () => standIn.recreate(),
    restartEngine: () => engine.restart(),
    serves: () => standIn.serves(),
    close: () => standIn.remove(),
  };
});
