import { credentialIn } from '../../src/import/credential';
import { withKeptSettings } from '../../src/import/kept-settings';
import { bytesOf, claudeFile } from './credentials';

const fresh = claudeFile({ access_token: 'new', refresh_token: 'newer' });

function kept(old: Buffer | undefined, fields = fresh): Readonly<Record<string, unknown>> {
  return withKeptSettings(credentialIn(fields), old);
}

describe('the settings of an account whose file is replaced', () => {
  it('stay: what people wrote into the old file and the new one does not say', () => {
    const settings = { note: 'main', priority: 5, proxy_url: 'socks5://p', headers: { a: 'b' } };

    expect(kept(bytesOf(claudeFile(settings)))).toEqual({ ...fresh, ...settings });
  });

  it('give way to what the new file says', () => {
    const fields = { ...fresh, note: 'theirs' };

    expect(kept(bytesOf(claudeFile({ note: 'ours' })), fields)).toMatchObject({ note: 'theirs' });
  });

  it('hold nothing of the old tokens', () => {
    const { id_token, last_refresh, expired, ...bare } = fresh;
    const old = claudeFile({ refreshToken: 'old', expires_at: 1, expiry: '2025-01-01T00:00:00Z' });

    expect(kept(bytesOf(old), bare)).toEqual(bare);
    expect([id_token, last_refresh, expired]).not.toContain(undefined);
  });

  it.each([
    ['the old one was', fresh, { disabled: true }],
    ['the new one is', { ...fresh, disabled: true }, {}],
  ])('are those of an account in use, although %s disabled', (_what, fields, old) => {
    expect(kept(bytesOf(claudeFile(old)), fields)).toMatchObject({ disabled: false });
  });

  it.each([
    ["another account's", bytesOf(claudeFile({ email: 'bob@example.com', note: 'no' }))],
    ["another provider's", bytesOf(claudeFile({ type: 'codex', note: 'no' }))],
    ['no credential', bytesOf({ note: 'no' })],
    ['broken', Buffer.from('{"note":')],
    ['not there', undefined],
  ])('are not taken from a file that is %s', (_what, old) => {
    expect(kept(old)).toEqual(fresh);
  });
});
