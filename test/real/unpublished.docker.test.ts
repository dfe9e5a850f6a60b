import type { Jobs } from '../../src/jobs/jobs';
import { eventually, openHouse, type House } from '../journey/house';
import { command, privateChatOf } from '../journey/memory-chat';
import { ada } from '../journey/world';
import { askForLogin, finishLogin, loginsIn, nothingLeft } from './journey';
import { openRealWorld, type RealWorld } from './real-world';

jest.setTimeout(60_000);

describe('a login where the callback port is not published', () => {
  let world: RealWorld;
  let jobs: Jobs;
  let house: House;

  beforeAll(async () => {
    world = await openRealWorld({ published: false });
    jobs = await world.openJobs();
  });

  beforeEach(async () => {
    await world.reset();
    house = await openHouse(world, jobs);
  });

  afterEach(async () => {
    await house.close();
  });

  afterAll(async () => {
    await jobs.close();
    await world.close();
  });

  it('goes from the command to the counts, by the address of the container', async () => {
    const waiting = await askForLogin(house, ada);
    const done = await finishLogin(house, world, ada, waiting);

    expect(done.text).toContain('clients 0 → 1');
    await nothingLeft(world);
  });

  it('shows the tunnel to the address of the container', async () => {
    const { text } = await askForLogin(house, ada);

    const address = await world.standIns.get('ali')?.address();
    expect(text).toContain(`ssh -L 54545:${address}:54545 ali`);
  });

  it('ends by Cancel and leaves nothing behind', async () => {
    await askForLogin(house, ada);

    await house.chat.does(ada, command('cancel'));

    await eventually('the end is told', () =>
      house.chat.everIn(privateChatOf(ada.id)).includes('Cancelled by Ada'),
    );
    await nothingLeft(world);
  });

  it('ends an orphan of an earlier login', async () => {
    await world.leaveOrphan();

    const waiting = await askForLogin(house, ada);

    expect(waiting.text).toContain('An earlier login that nobody finished was in the way');
    expect(loginsIn(await world.processes())).toBe(1);
  });
});
