import type { Jobs } from '../../src/jobs/jobs';
import { eventually, openHouse, type House } from '../journey/house';
import { command, privateChatOf, type Shown, type Somebody } from '../journey/memory-chat';
import { ada, bob } from '../journey/world';
import { askForLogin, finishLogin, loginsIn, nothingLeft } from './journey';
import { openRealWorld, type RealWorld } from './real-world';
import { startProgram, type RunningProgram } from './running-program';

jest.setTimeout(90_000);

describe('workers in processes of their own', () => {
  let world: RealWorld;
  let jobs: Jobs;
  let house: House;
  let workers: RunningProgram[];

  beforeAll(async () => {
    world = await openRealWorld({ servers: ['ali', 'tokyo'] });
    jobs = await world.openJobs();
  });

  beforeEach(async () => {
    await world.reset();
    workers = [];
    house = await openHouse(world, jobs);
    // The bot alone stays at home.
    await house.stopWorker();
  });

  afterEach(async () => {
    await Promise.all(workers.map(worker => worker.end('SIGTERM')));
    await house.close();
  });

  afterAll(async () => {
    await jobs.close();
    await world.close();
  });

  const startWorker = async (): Promise<RunningProgram> => {
    const worker = await startProgram(world, { ROLE: 'worker' });
    workers.push(worker);
    return worker;
  };
  const latest = (who: Somebody): Shown | undefined => house.chat.in(privateChatOf(who.id)).at(-1);

  it('end the login of one that was killed, free its port, tell the requester, and go on', async () => {
    const doomed = await startWorker();
    await askForLogin(house, ada);
    await startWorker();

    await doomed.end('SIGKILL');

    await eventually(
      'Ada is told',
      () => latest(ada)?.text.includes('bot was restarted in the middle of this login'),
      () => JSON.stringify(latest(ada)),
      40_000,
    );
    await nothingLeft(world);
    await finishLogin(house, world, ada, await askForLogin(house, ada));
    const written = workers.map(worker => worker.output()).join('');
    expect(written).not.toMatch(/code=|state=|oauth\/authorize|sk-ant-/);
  });

  it('never run two logins on one server', async () => {
    await Promise.all([startWorker(), startWorker()]);
    const running = await askForLogin(house, ada);
    await house.chat.does(bob, command('claude-login', { server: 'ali' }));
    await house.status(bob, /排第 2 位，前面是 Ada/);

    await finishLogin(house, world, ada, running);

    let most = 0;
    await eventually('Bob has his turn', async () => {
      most = Math.max(most, loginsIn(await world.processes()));
      return latest(bob)?.text.includes('点“授权”');
    });
    expect(most).toBe(1);
    expect(loginsIn(await world.processes())).toBe(1);
  });

  it('run logins on different servers side by side', async () => {
    await Promise.all([startWorker(), startWorker()]);

    await Promise.all([askForLogin(house, ada, 'ali'), askForLogin(house, bob, 'tokyo')]);

    const processes = await Promise.all([...world.standIns.values()].map(each => each.processes()));
    expect(processes.map(loginsIn)).toEqual([1, 1]);
  });

  it('end what they run when they are told to stop', async () => {
    const worker = await startWorker();
    await askForLogin(house, ada);

    const exitCode = await worker.end('SIGTERM');

    await house.status(ada, /bot was restarted in the middle/);
    await nothingLeft(world);
    expect(exitCode).toBe(0);
  });
});
