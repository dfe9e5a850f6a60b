import { problemIn } from '../../src/cliproxy/failure';
import { createOutputReader } from '../../src/cliproxy/output';
import { providers } from '../../src/cliproxy/providers';
import type { Problem } from '../../src/errors';
import type { ProviderName } from '../../src/jobs/login';
import * as transcripts from './provider-transcripts';
import { link } from './transcripts';

const log = (message: string): string =>
  `[2026-08-22 22:39:03] [--------] [error] [anthropic_login.go:55] ${message}\n`;
const shown = `Visit the following URL to continue authentication:\n${link}\n`;

function problem(
  output: string,
  exitCode: number | undefined = 0,
  provider: ProviderName = 'claude',
): Problem {
  const reader = createOutputReader();
  return problemIn({
    server: 'ali',
    program: '/CLIProxyAPI/CLIProxyAPI',
    provider: providers[provider],
    events: [...reader.push(output), ...reader.end()],
    exitCode,
  });
}

describe('why a login failed', () => {
  it.each<[string, string, number | undefined, Problem]>([
    ['exit code 13', '', 13, { code: 'port-in-use', server: 'ali', port: 54545 }],
    [
      'the sentence that speaks of port 3000',
      log(
        'The required port is already in use. Please close any applications using port 3000 and try again.',
      ),
      0,
      { code: 'port-in-use', server: 'ali', port: 54545 },
    ],
    [
      'a refusal',
      `${shown}Claude authentication failed: OAuth error: access_denied\n`,
      0,
      { code: 'denied' },
    ],
    [
      'our own cancel',
      `${shown}Claude authentication failed: OAuth error: cancelled\n`,
      0,
      { code: 'cancelled', by: '' },
    ],
    [
      'no callback for five minutes',
      `${shown}${log('Authentication timed out. Please try again.')}`,
      0,
      { code: 'timed-out', minutes: 5 },
    ],
    [
      'a callback of another login',
      `${shown}${log('State mismatch: expected a, got b')}${log('Authentication failed. Please try again.')}`,
      0,
      { code: 'callback-rejected', detail: 'State mismatch: expected a, got b' },
    ],
    [
      'a full disk',
      `${shown}Claude authentication failed: failed to create token file: no space left on device\n`,
      0,
      { code: 'save-failed', detail: 'failed to create token file: no space left on device' },
    ],
    [
      'a broken configuration',
      log('failed to load config: read /CLIProxyAPI/config.yaml: is a directory'),
      0,
      {
        code: 'program-config',
        server: 'ali',
        detail: 'failed to load config: read /CLIProxyAPI/config.yaml: is a directory',
      },
    ],
    [
      'an unknown flag',
      'flag provided but not defined: -claude-login\n',
      2,
      { code: 'program-too-old', server: 'ali' },
    ],
    [
      'no program',
      'OCI runtime exec failed: no such file or directory\n',
      127,
      { code: 'program-missing', server: 'ali', program: '/CLIProxyAPI/CLIProxyAPI' },
    ],
    ['silence before the link', '', 0, { code: 'no-link', server: 'ali' }],
    ['silence after the link', shown, 0, { code: 'login-failed', exitCode: 0 }],
  ])('is told by %s', (_case, output, exitCode, expected) => {
    expect(problem(output, exitCode)).toEqual(expected);
  });

  it('shows what the provider said in a line, without the page around it', () => {
    const page =
      '<!DOCTYPE html><html><head><title>Just a moment...</title><style>body{color:red}</style></head></html>';

    const found = problem(
      `${shown}${log(`Token exchange failed: token exchange failed with status 403: ${page}`)}`,
    );

    expect(found).toEqual({
      code: 'exchange-failed',
      detail: 'Token exchange failed: token exchange failed with status 403: Just a moment...',
    });
  });

  it('says that a version before 6.8.23 is too old for the exchange, though it only says "failed"', () => {
    const version = 'CLIProxyAPI Version: v6.4.0, Commit: 1, BuiltAt: x\n';

    const found = problem(`${version}${shown}${log('Authentication failed. Please try again.')}`);

    expect(found).toEqual({ code: 'exchange-failed', outdated: '6.4.0' });
  });

  it.each(['v6.8.23', '7.2.140', 'v6.10.0'])('does not call %s too old', version => {
    const found = problem(
      `CLIProxyAPI Version: ${version}, Commit: 1, BuiltAt: x\n${shown}${log('Authentication failed. Please try again.')}`,
    );

    expect(found).toEqual({ code: 'exchange-failed' });
  });

  it('never repeats a token or the link', () => {
    const found = problem(`${shown}Claude authentication failed: sk-ant-oat01-secret at ${link}\n`);

    expect(JSON.stringify(found)).not.toMatch(/sk-ant-oat01|0123456789abcdef/);
  });
});

describe('why a login of another provider failed', () => {
  const said = (file: string, message: string): string =>
    `[2026-08-22 22:40:09] [--------] [error] [${file}.go:37] ${message}\n`;
  const kimiCode = transcripts.kimi.split('\nKimi authentication successful!')[0] ?? '';
  const xaiCode = transcripts.xai.split('xAI authentication successful')[0] ?? '';

  it.each<[string, ProviderName, string, number, Problem]>([
    [
      "Antigravity's port in use, which ends with 0",
      'antigravity',
      said(
        'antigravity_login',
        'Antigravity authentication failed: antigravity: failed to start callback server: listen tcp :51121: bind: address already in use',
      ),
      0,
      { code: 'port-in-use', server: 'ali', port: 51121 },
    ],
    ["Codex' port in use", 'codex', '', 13, { code: 'port-in-use', server: 'ali', port: 1455 }],
    [
      'our own cancel, in the words of Antigravity',
      'antigravity',
      said(
        'antigravity_login',
        'Antigravity authentication failed: antigravity: authentication failed: cancelled',
      ),
      0,
      { code: 'cancelled', by: '' },
    ],
    [
      'a refusal at Google',
      'antigravity',
      said(
        'antigravity_login',
        'Antigravity authentication failed: antigravity: authentication failed: access_denied',
      ),
      0,
      { code: 'denied' },
    ],
    [
      'a callback of another login, at Google',
      'antigravity',
      said('antigravity_login', 'Antigravity authentication failed: antigravity: invalid state'),
      0,
      { code: 'callback-rejected', detail: 'antigravity: invalid state' },
    ],
    [
      'no callback for five minutes, at Google',
      'antigravity',
      said('antigravity_login', 'Antigravity authentication failed: antigravity: authentication timed out'),
      0,
      { code: 'timed-out', minutes: 5 },
    ],
    [
      'a code of OpenAI that nobody entered',
      'codex-device',
      'Codex device authentication failed: codex device authentication timed out after 15 minutes\n',
      0,
      { code: 'timed-out', minutes: 15 },
    ],
    [
      'a code of Kimi that nobody entered, though it would be good for longer',
      'kimi',
      kimiCode + said('kimi_login', 'Kimi authentication failed: kimi: kimi: device code expired'),
      0,
      { code: 'timed-out', minutes: 15 },
    ],
    [
      'a code of xAI that nobody entered in its ten minutes',
      'xai',
      xaiCode + said('xai_login', 'xAI authentication failed: xai: xai device code expired'),
      0,
      { code: 'timed-out', minutes: 10 },
    ],
    [
      'a refusal at Kimi',
      'kimi',
      kimiCode + said('kimi_login', 'Kimi authentication failed: kimi: kimi: access denied by user'),
      0,
      { code: 'denied' },
    ],
    [
      'a refusal at xAI',
      'xai',
      xaiCode + said('xai_login', 'xAI authentication failed: xai: xai device authorization denied'),
      0,
      { code: 'denied' },
    ],
    [
      'an unknown flag, with the version that has it',
      'kimi',
      'CLIProxyAPI Version: v6.4.0, Commit: 1, BuiltAt: x\nflag provided but not defined: -kimi-login\n',
      2,
      {
        code: 'program-too-old',
        server: 'ali',
        version: '6.4.0',
        login: { provider: 'kimi', flag: '-kimi-login', since: '6.8.0' },
      },
    ],
    [
      'xAI before it had codes, however it was ended',
      'xai',
      transcripts.oldXai,
      137,
      { code: 'no-device-login', server: 'ali', version: '7.2.140' },
    ],
    [
      'a code that could not be had',
      'codex-device',
      'Codex device authentication failed: codex device endpoint is unavailable (status 404)\n',
      0,
      { code: 'no-link', server: 'ali', detail: 'codex device endpoint is unavailable (status 404)' },
    ],
  ])('is told by %s', (_case, provider, output, exitCode, expected) => {
    expect(problem(output, exitCode, provider)).toEqual(expected);
  });

  it('never calls a version too old for an address that is of Claude alone', () => {
    const version = 'CLIProxyAPI Version: v6.4.0, Commit: 1, BuiltAt: x\n';
    const output = `${version}Visit the following URL to continue authentication:\n${transcripts.codexLink}\n`;

    const found = problem(`${output}${log('Authentication failed. Please try again.')}`, 0, 'codex');

    expect(found).toEqual({ code: 'exchange-failed' });
  });
});
