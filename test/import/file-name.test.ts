import { credentialIn } from '../../src/import/credential';
import { fileNameFor } from '../../src/import/file-name';
import { claudeFile } from './credentials';

function nameOf(given: string, change: Readonly<Record<string, unknown>> = {}): string {
  return fileNameFor(credentialIn(claudeFile(change)), given);
}

describe('the name of an imported file', () => {
  it.each([
    'claude-ada@example.com.json',
    'claude-ada@example.com-org-1.json',
    'claude-Ada@Example.com.json',
  ])("is the person's own where CLIProxyAPI could have given it: %s", given => {
    expect(nameOf(given)).toBe(given);
  });

  it.each([
    ['a path', '../claude-ada@example.com.json'],
    ['an absolute path', '/root/.cli-proxy-api/claude-ada@example.com.json'],
    ['a path of Windows', 'C:\\claude-ada@example.com.json'],
    ['hidden', '.credentials.json'],
    ['a shell', 'claude-ada@example.com;reboot.json'],
    ['two lines', 'claude-ada@example.com\n.json'],
    ['no .json', 'claude-ada@example.com.json.bak'],
    ['of another provider', 'codex-ada@example.com.json'],
    ["another account's, which it would overwrite", 'claude-bob@example.com.json'],
    ['a copy of a browser', 'claude-ada@example.com (1).json'],
    ['too long', `claude-ada@example.com-${'x'.repeat(300)}.json`],
  ])('is made of type and e-mail where the own one is %s', (_what, given) => {
    expect(nameOf(given)).toBe('claude-ada@example.com.json');
  });

  it.each([
    [
      'a plan says more',
      { type: 'codex' },
      'codex-1a2b-ada@example.com-team.json',
      'codex-1a2b-ada@example.com-team.json',
    ],
    [
      'Gemini is named by its project too',
      { type: 'gemini', token: { access_token: 'a' }, project_id: 'p 1' },
      'x',
      'gemini-ada@example.com-p-1.json',
    ],
    [
      'an e-mail with odd letters is made safe',
      { email: "o'ada/..@example.com" },
      'x',
      'claude-o-ada-..@example.com.json',
    ],
  ])('%s', (_what, change, given, name) => {
    expect(nameOf(given, change)).toBe(name);
  });

  it('is the same each time where there is no e-mail, and another for another account', () => {
    const [one, again, other] = ['r-1', 'r-1', 'r-2'].map(refresh_token =>
      nameOf('x', { type: 'kimi', email: undefined, refresh_token }),
    );

    expect(one).toMatch(/^kimi-[0-9a-f]{8}\.json$/);
    expect(again).toBe(one);
    expect(other).not.toBe(one);
  });
});
