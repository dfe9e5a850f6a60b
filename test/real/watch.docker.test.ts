import type { Jobs } from '../../src/jobs/jobs';
import { openToldHouse, type ToldHouse } from '../journey/told-group';
import { openRealWorld, type RealWorld } from './real-world';

jest.setTimeout(60_000);

describe('what happens to a real container', () => {
  let world: RealWorld;
  let jobs: Jobs;
  let house: ToldHouse;

  beforeAll(async () => {
    world = await openRealWorld();
    jobs = await world.openJobs();
  });

  beforeEach(async () => {
    await world.reset();
    // Docker may be away for seconds when it is restarted.
    house = await openToldHouse(world, jobs, { unreachableAfterMs: 20_000 });
  });

  afterEach(() => house.close());

  afterAll(async () => {
    await jobs.close();
    await world.close();
  });

  const over = '✅ ali: works again';

  it('is a kill by somebody: it stays down until somebody starts it, and nothing else is said', async () => {
    await world.kill();
    const stopped = await house.reads(/⏹ ali: CLIProxyAPI was stopped by somebody on the server/);
    expect(stopped.buttons.map(({ label }) => label)).toContain('Restart');

    await world.startContainer();

    expect(await house.story()).toEqual([
      `⏹ ali: CLIProxyAPI was stopped by somebody on the server → ${over}`,
    ]);
  });

  it('is the kernel that takes it for want of memory', async () => {
    await world.oom();

    await house.reads(/^✅ .*\nCLIProxyAPI ran out of memory and was killed/);
    expect(await house.story()).toEqual([expect.stringMatching(/^🔴 ali: .* → ✅ ali: works again$/)]);
  });

  it('is a loop with exit code 1', async () => {
    await world.loop(1);
    await house.reads(/🔁 ali: CLIProxyAPI keeps crashing: \d+× \(exit code 1\)/);

    await world.heal();

    expect(await house.story()).toEqual([`🔴 ali: CLIProxyAPI crashed (exit code 1) → ${over}`, over]);
  });

  it('is a port that stays silent', async () => {
    await world.behave({ silentPort: true });
    await world.restartContainer();
    await house.reads(/🔴 ali: CLIProxyAPI runs, but its port does not answer/);

    await world.behave({ silentPort: false });
    await world.restartContainer();

    expect(await house.story()).toEqual([expect.stringContaining(`→ ${over}`), over]);
  });

  it('is a pause', async () => {
    await world.pause();
    await house.reads(/⏸ ali: CLIProxyAPI is paused/);

    await world.unpause();

    expect(await house.story()).toEqual([`⏸ ali: CLIProxyAPI is paused → ${over}`]);
  });

  it('is a restart by somebody, told from its first sign on in one message', async () => {
    await world.restartContainer();

    await house.reads(/^✅ .*\nCLIProxyAPI was restarted by somebody on the server/);
    expect(await house.story()).toHaveLength(1);
  });

  it('is Docker that is restarted', async () => {
    await world.restartEngine();

    await house.reads(/^✅ .*\nDocker or the whole server restarted/);
    expect(await house.story()).toHaveLength(1);
  });
});
