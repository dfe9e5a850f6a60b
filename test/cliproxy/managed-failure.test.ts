import { claude } from '../../src/cliproxy/claude';
import { problemOfManaged } from '../../src/cliproxy/managed-failure';

const cause = 'token exchange failed with status 403: {"error":"forbidden"}';
const logged =
  '[2026-08-22 22:40:00] [--------] [error] [auth_files_provider_oauth.go:139] Failed to exchange authorization ' +
  `code for tokens: code_exchange_failed: Failed to exchange (caused by: ${cause})`;

function why(error: string, said: readonly string[] = [], version?: string) {
  return problemOfManaged({ error, said, version, provider: claude });
}

describe('why a login that the server itself ran has failed', () => {
  it.each([
    ['Timeout waiting for OAuth callback', { code: 'timed-out', minutes: 5 }],
    ['OAuth flow timed out', { code: 'timed-out', minutes: 5 }],
    ['Authentication failed: device code has expired', { code: 'timed-out', minutes: 5 }],
    ['Authentication failed: kimi: device code expired', { code: 'timed-out', minutes: 5 }],
    ['Authentication failed: kimi: access denied by user', { code: 'denied' }],
    ['Authentication failed: xai device authorization denied', { code: 'denied' }],
    ['Bad request', { code: 'callback-rejected', detail: 'Bad request' }],
    ['Bad Request', { code: 'callback-rejected', detail: 'Bad Request' }],
    ['State code error', { code: 'callback-rejected', detail: 'State code error' }],
    ['Authentication failed: code not found', { code: 'callback-rejected' }],
    ['Failed to exchange authorization code for tokens', { code: 'exchange-failed' }],
    ['token exchange failed with status 403', { code: 'exchange-failed' }],
    ['Failed to parse token response', { code: 'exchange-failed' }],
    ['Failed to fetch user info', { code: 'exchange-failed' }],
    ['Failed to save authentication tokens', { code: 'save-failed' }],
    ['Failed to save token to file', { code: 'save-failed' }],
    ['unknown or expired state', { code: 'login-failed', detail: 'unknown or expired state' }],
    ['invalid management key', { code: 'login-failed', detail: 'invalid management key' }],
  ])('is read from its words: %s', (error, expected) => {
    expect(why(error)).toMatchObject(expected);
  });

  it('is a refusal where the log says so of the request', () => {
    const said = [
      '[2026-08-22 22:40:00] [--------] [error] [x.go:1] Authentication was cancelled or denied.',
    ];

    expect(why('Bad request', said)).toEqual({ code: 'denied' });
  });

  it('has its cause from the log', () => {
    const problem = why('Failed to exchange authorization code for tokens', ['a line', logged]);

    expect(problem).toMatchObject({
      code: 'exchange-failed',
      detail: expect.stringContaining('status 403') as unknown,
    });
    expect(problem).not.toMatchObject({ detail: expect.stringContaining('2026-08-22') as unknown });
  });

  it.each([
    ['6.8.22', '6.8.22'],
    ['6.8.23', undefined],
    [undefined, undefined],
  ])('names a version that cannot exchange any more: %s', (version, outdated) => {
    const problem = why('Failed to exchange authorization code for tokens', [], version);

    expect('outdated' in problem ? problem.outdated : undefined).toBe(outdated);
  });

  it('gives no secret away that is in the cause', () => {
    const problem = why('Authentication failed: token sk-ant-oat01-abcdefghijklmnop was refused');

    expect(JSON.stringify(problem)).not.toContain('abcdefghijklmnop');
  });
});
