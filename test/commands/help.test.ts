import { command as accounts } from '../../commands/accounts';
import { command as claudeLogin } from '../../commands/claude-login';
import { command } from '../../commands/help';
import { ada, bob } from '../fakes/login';
import { openScene } from './scene';

const commands = [accounts, claudeLogin, command];

describe('/help', () => {
  it.each([
    ['telegram', '/claude_login – Log a Claude account in to a server'],
    ['discord', '/claude-login – Log a Claude account in to a server'],
    ['terminal', '/claude-login – Log a Claude account in to a server'],
  ] as const)('lists the commands as they are written on %s', async (platform, line) => {
    const { run } = openScene(platform);

    const { text } = await run(command, { commands, access: [{ right: 'viewer', who: ada.id }] });

    expect(text?.split('\n')).toEqual(['/accounts – Accounts and client counts', line, expect.any(String)]);
  });

  it('tells those without rights how to get them', async () => {
    const { run } = openScene();

    const { text } = await run(command, { commands });

    expect(text).toContain('You have no rights here yet: /whoami says how to get them.');
  });

  it('speaks the language of the person', async () => {
    const { run } = openScene();

    const { text } = await run(command, { commands, person: bob });

    expect(text).toContain('/claude_login – 在服务器上登录一个 Claude 账号');
  });
});
