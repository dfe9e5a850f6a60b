import { command } from '../../commands/callback';
import { UserError } from '../../src/errors';
import { fakeJobs } from '../fakes/jobs';
import { ada } from '../fakes/login';
import { fakePlatform, incomingFrom } from '../fakes/platform';
import { openScene } from './scene';

const address = 'http://localhost:54545/callback?code=abcdefgh&state=s';

function accepting() {
  return openScene('telegram', fakeJobs({ callback: () => Promise.resolve('ali.0a1b2c3d') }));
}

function refusing() {
  return openScene(
    'telegram',
    fakeJobs({ callback: () => Promise.reject(new UserError({ code: 'paste-other-login' })) }),
  );
}

describe('/callback', () => {
  it('hands over what was pasted, in the name of the person', async () => {
    const { run, jobs } = accepting();

    const { text } = await run(command, { options: { address } });

    expect(jobs.ran).toEqual([{ name: 'callback', data: { person: ada.id, pasted: address } }]);
    expect(text).toBe('Thank you. Checking the login to ali…');
  });

  it('thanks for a form, and lets the status message answer a plain message', async () => {
    const { run } = accepting();
    const options = { address };

    const form = await run(command, { options, event: { kind: 'paste', action: 'paste', text: address } });
    const message = await run(command, { options, event: { kind: 'text', text: address } });

    expect(form.text).toContain('Thank you');
    expect(message.reply).toBeUndefined();
  });

  it.each([
    ['an address', address],
    ['a code with its state', 'abcdefgh#ijklmnop'],
    ['half an address', '?state=s'],
  ])('takes %s away from the chat', async (_what, pasted) => {
    const { run } = accepting();

    const { incoming } = await run(command, { options: { address: pasted } });

    expect(incoming.forgotten()).toBe(true);
  });

  it('takes away what was refused, too', async () => {
    const platform = fakePlatform('telegram');
    const incoming = incomingFrom(platform, ada, { kind: 'text', text: address });
    const { run } = refusing();

    const asked = run(
      { ...command, run: context => command.run({ ...context, incoming }) },
      { options: { address } },
    );

    await expect(asked).rejects.toMatchObject({ problem: { code: 'paste-other-login' } });
    expect(incoming.forgotten()).toBe(true);
  });

  it('leaves small talk where it is', async () => {
    const { run } = accepting();

    const { incoming } = await run(command, { options: { address: 'good morning' } });

    expect(incoming.forgotten()).toBe(false);
  });
});
