import { command as accounts } from '../../commands/accounts';
import { command as claudeLogin } from '../../commands/claude-login';
import { command as codexLogin } from '../../commands/codex-login';
import { command } from '../../commands/help';
import { command as kimiLogin } from '../../commands/kimi-login';
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

  it('has the logins of other providers in one line, after all others', async () => {
    const { run } = openScene();

    const { text } = await run(command, {
      commands: [claudeLogin, codexLogin, command, kimiLogin],
      access: [{ right: 'viewer', who: ada.id }],
    });

    expect(text?.split('\n')).toEqual([
      expect.stringContaining('/claude_login'),
      expect.stringContaining('/help'),
      '/codex_login /kimi_login – Log in accounts of other providers',
    ]);
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
