import { createHash } from 'node:crypto';
import { visitConsentPage } from '../../sandbox/browser';
import type { Provider } from '../../sandbox/provider';
import { startProvider } from '../../sandbox/provider';

const verifier = 'v'.repeat(128);
const client = { client_id: 'client', redirect_uri: 'http://localhost:54545/callback' };

describe('the pretend provider', () => {
  let provider: Provider;
  beforeEach(async () => {
    provider = await startProvider();
  });
  afterEach(() => provider.close());

  const link = (change: Readonly<Record<string, string>> = {}): string => {
    const query = new URLSearchParams({
      ...client,
      response_type: 'code',
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
      state: 'a&b',
      ...change,
    });
    return `${provider.url}/oauth/authorize?${query.toString()}`;
  };
  const agree = async (): Promise<string> => {
    const back = await visitConsentPage(link(), { decision: 'authorize', email: 'user@example.com' });
    return new URL(back).searchParams.get('code') ?? '';
  };
  const redeem = (
    code: string,
    change: object = {},
    headers: Record<string, string> = {},
  ): Promise<Response> =>
    fetch(`${provider.url}/v1/oauth/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({
        ...client,
        grant_type: 'authorization_code',
        code,
        code_verifier: verifier,
        state: 'a&b',
        ...change,
      }),
    });

  it('sends the browser back with a code and the state', async () => {
    const back = new URL(
      await visitConsentPage(link(), { decision: 'authorize', email: 'user@example.com' }),
    );

    expect(back.origin + back.pathname).toBe('http://localhost:54545/callback');
    expect(back.searchParams.get('code')).toMatch(/^[\w-]{43}$/);
    expect(back.searchParams.get('state')).toBe('a&b');
  });

  it('sends the browser back with an error when the person denies', async () => {
    const back = new URL(await visitConsentPage(link(), { decision: 'deny' }));

    expect(back.search).toBe('?error=access_denied&state=a%26b');
  });

  it('gives tokens of the account for the code and its verifier', async () => {
    const answer = await redeem(await agree());

    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({
      token_type: 'Bearer',
      expires_in: 28_800,
      account: { email_address: 'user@example.com' },
    });
  });

  it('takes a code once', async () => {
    const code = await agree();
    await redeem(code);

    const again = await redeem(code);

    expect(again.status).toBe(400);
    expect(await again.json()).toMatchObject({ error: 'invalid_grant' });
  });

  it.each([
    ['another verifier', { code_verifier: 'w'.repeat(128) }],
    ['another redirect', { redirect_uri: 'http://localhost:1/callback' }],
    ['another state', { state: 'c' }],
    ['another client', { client_id: 'other' }],
    ['another grant', { grant_type: 'refresh_token' }],
  ])('refuses %s', async (_what, change) => {
    const answer = await redeem(await agree(), change);

    expect(answer.status).toBe(400);
  });

  it('answers with a page for people when told to refuse', async () => {
    const answer = await redeem(await agree(), {}, { 'x-pretend-answer': 'forbidden' });

    expect(answer.status).toBe(403);
    expect(await answer.text()).toContain('<title>Just a moment...</title>');
  });

  it.each([
    ['en-US,en;q=0.9,zh;q=0.8', 'en', 'Authorize'],
    ['zh-CN,zh;q=0.9,en;q=0.8', 'zh-CN', '授权'],
    ['de-DE', 'en', 'Authorize'],
  ])('speaks to a browser that prefers %s', async (accepted, language, button) => {
    const page = await fetch(link(), { headers: { 'accept-language': accepted } });

    const html = await page.text();
    expect(html).toContain(`<html lang="${language}">`);
    expect(html).toContain(`value="authorize">${button}</button>`);
    expect(html).not.toContain('<script');
  });

  it('does not let a link write into its page', async () => {
    const page = await fetch(link({ state: '"><script>alert(1)</script>' }));

    expect(await page.text()).not.toContain('<script>');
  });

  it.each([
    ['no challenge', { code_challenge: '' }],
    ['a redirect to somewhere else', { redirect_uri: 'https://example.com/callback' }],
  ])('refuses a link with %s', async (_what, change) => {
    const page = await fetch(link(change));

    expect(page.status).toBe(400);
  });
});
