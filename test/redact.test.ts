import { redact, registerSecret } from '../src/redact';

const LINK =
  'https://claude.ai/oauth/authorize?client_id=9d1c&code=true&code_challenge=abc&redirect_uri=http%3A%2F%2Flocalhost%3A54545%2Fcallback&state=0123456789abcdef0123456789abcdef';

describe('redact', () => {
  it('takes a registered secret out wherever it stands', () => {
    registerSecret('hunter2-hunter2');

    const text = redact('before hunter2-hunter2, after hunter2-hunter2.');

    expect(text).toBe('before [redacted], after [redacted].');
  });

  it('takes a registered secret out in the forms of JSON and of an address', () => {
    const secret = 'pa"ss\\w/o rd&';
    registerSecret(secret);

    const json = redact(JSON.stringify({ note: `is ${secret}` }));
    const address = redact(`https://example.org/?p=${encodeURIComponent(secret)}&q=1`);

    expect(JSON.parse(json)).toEqual({ note: 'is [redacted]' });
    expect(address).toBe('https://example.org/?p=[redacted]&q=1');
  });

  it('takes the longer of two secrets out where one begins with the other', () => {
    registerSecret('first-part');
    registerSecret('first-part-and-more');

    const text = redact('<first-part-and-more>');

    expect(text).toBe('<[redacted]>');
  });

  it('leaves a text alone that a very short secret would blot out', () => {
    registerSecret('an');

    const text = redact('an answer and an end');

    expect(text).toBe('an answer and an end');
  });

  it.each([
    ['a link to authorize', LINK, 'claude.ai/oauth'],
    ['the same link without its scheme', LINK.replace('https://', ''), 'code_challenge'],
    ['a callback address', 'http://localhost:54545/callback?code=q1w2e3&state=abc123', /q1w2e3|abc123/],
    [
      'a callback inside another address',
      'to=http%3A%2F%2Fx%2F%3Fcode%3Dq1w2e3%26state%3Dabc123',
      /q1w2e3|abc123/,
    ],
    ['a code with its state', 'zZ9_aaaaaaaaaaaaaaaaaaaaaaaa#0123456789abcdef0123456789abcdef', 'zZ9_'],
    ['an Anthropic token', 'got sk-ant-oat01-AbC_dEf-123', 'AbC_dEf'],
    ['tokens in JSON', '{"access_token":"q1w2e3","refreshToken":"r4t5y6"}', /q1w2e3|r4t5y6/],
    ['tokens in JSON within JSON', JSON.stringify({ body: '{"refresh_token": "r4t5y6"}' }), 'r4t5y6'],
    ['a bearer header', 'Authorization: Bearer q1w2e3r4.t5', 'q1w2e3'],
    ['a header of Discord', '{"authorization":"Bot q1w2e3r4t5"}', 'q1w2e3'],
    ['a Discord token', `refused ${'M'.repeat(24)}.GaBcDe.${'x'.repeat(38)}`, 'GaBcDe'],
    [
      'the token of a Discord interaction',
      'POST /api/v10/webhooks/123/aW50ZXJhY3Rpb24/messages/@original',
      'aW50',
    ],
    ['a Telegram token', `123456789:${'A'.repeat(35)}`, 'AAAA'],
    ['a short Telegram token in a path', 'https://api.telegram.org/bot7:abc/getMe failed', ':abc'],
    ['a password in an address', 'redis://user:q1w2e3@10.0.0.1:6379', 'q1w2e3'],
    [
      'a private key',
      '-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaA\n-----END OPENSSH PRIVATE KEY-----',
      'b3Blbn',
    ],
  ])('takes out %s', (_, text, secret) => {
    const redacted = redact(`see: ${text} (end)`);

    expect(redacted).not.toMatch(secret);
    expect(redacted).toMatch(/^see: .*redacted.* \(end\)$/s);
  });

  it.each([
    'the login ended with exit code=13',
    '{"code":"ECONNREFUSED","state":"waiting"}',
    'CLIProxyAPI Version: v7.2.140, Commit: 1234567, BuiltAt: 2026-08-22T01:02:03Z',
    'bot restarted after 12345678:90 seconds on ali.example.org',
    'Saving credentials to /root/.cli-proxy-api/claude-user@example.com.json',
    'ssh-ed25519 SHA256:uNiVztksCsDhcc0u9e8BrrJXVGDDhcc0u9e8BrrJXVG',
  ])('leaves ordinary words as they are: %s', text => {
    const redacted = redact(text);

    expect(redacted).toBe(text);
  });

  it('leaves a JSON line valid', () => {
    const line = JSON.stringify({ url: LINK, body: '{"access_token":"q1w2e3"}', header: 'Bearer q1w2e3r4' });

    const redacted = redact(line);

    expect(JSON.parse(redacted)).toEqual({
      url: '[redacted link]',
      body: '{"access_token":"[redacted]"}',
      header: 'Bearer [redacted]',
    });
  });

  it('stays quick on a very long line', () => {
    const line = 'a'.repeat(200_000);
    const startedAtMs = performance.now();

    redact(line);

    expect(performance.now() - startedAtMs).toBeLessThan(1_000);
  });
});
