import type { Behaviour } from '../../../sandbox/cliproxyapi/behaviour';
import type { Run } from '../program';
import { loginArgs } from '../program';
import { useScene } from './scene';

const prompt = /Paste the Claude callback URL \(or press Enter to keep waiting\): $/;
const blocking = 'v6.8.55';
const concurrent = 'v6.9.0';

describe('the prompt to paste', () => {
  const scene = useScene();

  const prompted = async (behaviour: Partial<Behaviour>, stdin: 'open' | 'none' = 'open'): Promise<Run> => {
    const run = scene.login({ promptAfterMs: 1, ...behaviour }, stdin);
    await run.seen(prompt);
    return run;
  };

  it('is not there before v6.6.40', async () => {
    const run = scene.place.run(loginArgs, { version: 'v6.6.39', promptAfterMs: 1, waitMs: 200 }, 'open');

    await run.ended;

    expect(run.stdout()).not.toContain('Paste');
  });

  it.each([blocking, concurrent])('takes the whole address (%s)', async version => {
    const run = await prompted({ version });

    run.type(`${await scene.consent(run)}\n`);
    await run.ended;

    expect(run.stdout()).toMatch(/\nClaude authentication successful!\n$/);
  });

  it('reads what was typed before it was printed', async () => {
    const run = scene.login({ promptAfterMs: 300 }, 'open');
    run.type('\n');

    await run.seen(prompt);
    run.type(`${await scene.consent(run)}\n`);
    await scene.place.get(54545, '/callback?error=cancelled');
    await run.ended;

    expect(run.stdout()).toMatch(/Claude authentication failed: OAuth error: cancelled\n$/);
  });

  it('ends the login when the paste is bad', async () => {
    const run = await prompted({ version: concurrent });

    run.type('code#state\n');
    const { code } = await run.ended;

    expect(run.stdout()).toMatch(/\): Claude authentication failed: callback URL missing code\n$/);
    expect(code).toBe(0);
  });

  it('parks a callback in the blocking releases until a line is typed', async () => {
    const run = await prompted({ version: blocking });

    const answer = await scene.deliver(run);
    const parked = run.stdout();
    run.type('\n');
    await run.ended;

    expect(answer.status).toBe(302);
    expect(parked).toMatch(prompt);
    expect(run.stdout()).toMatch(/\nClaude authentication successful!\n$/);
  });

  it('hides even the time-out in the blocking releases', async () => {
    const run = await prompted({ version: blocking, waitMs: 30 });
    const other = scene.place.run([...loginArgs, '-oauth-callback-port', '8317'], { waitMs: 100 });
    await other.seen(/Authentication timed out/);
    const hidden = run.stdout();

    run.closeStdin();
    await run.ended;

    expect(hidden).toMatch(prompt);
    expect(run.stdout()).toMatch(/Authentication timed out\. Please try again\.\n$/);
  });

  it.each([blocking, concurrent])('keeps waiting at the end of stdin (%s)', async version => {
    const run = await prompted({ version }, 'none');

    await scene.deliver(run);
    await run.ended;

    expect(run.stdout()).toMatch(/\): Claude authentication successful\n/);
    expect(run.stdout()).toMatch(/\nClaude authentication successful!\n$/);
  });

  it('does not hide a callback in the concurrent releases', async () => {
    const run = await prompted({ version: concurrent });

    await scene.place.get(54545, '/callback?error=cancelled');
    await run.ended;

    expect(run.stdout()).toMatch(/Claude authentication failed: OAuth error: cancelled\n$/);
  });
});
