import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startStandIn } from './container';
import { startDockerd, type RealEngine } from './dockerd';

jest.setTimeout(60_000);

describe('a Docker engine that ends', () => {
  it('takes containers, mounts, network and files along', async () => {
    const engine = await startDockerd({ dockerHost: '' });
    await startStandIn(engine, { name: 'cliproxy' });

    await engine.close();

    expect(leftovers(engine)).toEqual([]);
  });

  it('leaves nothing behind when it crashed either', async () => {
    const engine = await startDockerd({ dockerHost: '' });
    await startStandIn(engine, { name: 'cliproxy' });
    process.kill(Number(readFileSync(join(engine.directory, 'dockerd.pid'), 'utf8')), 'SIGKILL');

    await engine.close();

    expect(leftovers(engine)).toEqual([]);
  });
});

describe('a Docker engine that cannot be had', () => {
  it('is named, with the way to get it', async () => {
    const started = startDockerd({ dockerHost: '', searchPath: '/nowhere' });

    await expect(started).rejects.toThrow(
      'dockerd is missing: these tests need it. Get it with: apt-get install docker.io',
    );
  });
});

/** Processes, mounts, network interfaces and files that still belong to an engine. */
function leftovers(engine: RealEngine): readonly string[] {
  const { directory, network } = engine;
  const lines = [
    execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' }),
    readFileSync('/proc/mounts', 'utf8'),
    readFileSync('/proc/net/dev', 'utf8'),
  ].flatMap(text => text.split('\n'));
  return [
    ...lines.filter(line => line.includes(directory) || line.includes(network)),
    ...(existsSync(directory) ? [directory] : []),
  ];
}
