import { problemIn } from '../../src/cliproxy/failure';
import { createOutputReader } from '../../src/cliproxy/output';
import type { Problem } from '../../src/errors';
import { link } from './transcripts';

const log = (message: string): string =>
  `[2026-08-22 22:39:03] [--------] [error] [anthropic_login.go:55] ${message}\n`;
const shown = `Visit the following URL to continue authentication:\n${link}\n`;

function problem(output: string, exitCode: number | undefined = 0): Problem {
  const reader = createOutputReader();
  return problemIn({
    server: 'ali',
    program: '/CLIProxyAPI/CLIProxyAPI',
    callbackPort: 54545,
    waitMs: 300_000,
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
