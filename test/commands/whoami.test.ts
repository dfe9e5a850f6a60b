import { command } from '../../commands/whoami';
import { ada } from '../fakes/login';
import { openScene } from './scene';

describe('/whoami', () => {
  it('says the id, and the line that an administrator must add', async () => {
    const { run } = openScene();

    const { text } = await run(command);

    expect(text).toContain('You are telegram:1.');
    expect(text).toContain('You have no rights yet.');
    expect(text?.split('\n').at(-1)).toBe('OPERATORS=telegram:1');
  });

  it('says what else counts as them here', async () => {
    const { run } = openScene();

    const { text } = await run(command, { person: { ...ada, groups: ['telegram-chat:-100'] } });

    expect(text).toContain('You are telegram:1, here also telegram-chat:-100.');
  });

  it('says each right once, and where it holds', async () => {
    const { run } = openScene();
    const access = [
      { right: 'operator', who: ada.id },
      { right: 'operator', who: 'telegram-chat:-100' },
      { right: 'admin', who: ada.id, server: 'tokyo' },
      { right: 'admin', who: 'telegram:9' },
    ] as const;

    const { text } = await run(command, { access, person: { ...ada, groups: ['telegram-chat:-100'] } });

    expect(text).toContain('Your rights: operator, admin@tokyo.');
    expect(text).not.toContain('OPERATORS=');
  });

  it('still says the line to those who may only look', async () => {
    const { run } = openScene();

    const { text } = await run(command, { access: [{ right: 'viewer', who: ada.id }] });

    expect(text).toContain('OPERATORS=telegram:1');
  });
});
