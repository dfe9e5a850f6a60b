import fc from 'fast-check';
import { problemOf } from '../../src/errors';
import { fileNameFor } from '../../src/import/file-name';
import { contentOf, readFile, type ReadFile } from '../../src/import/read-file';
import { bytesOf, claudeFile, cliFile, hourMs, nowMs } from './credentials';

/** What reading comes to: what is in it, or the code of the refusal. */
function read(content: Buffer, email?: string): ReadFile | string {
  try {
    return readFile(content, email, nowMs);
  } catch (error) {
    return problemOf(error)?.code ?? String(error);
  }
}

const refusals = [
  'import-not-json',
  'import-unknown-shape',
  'import-no-token',
  'import-expired',
  'import-too-large',
];

describe('a file of CLIProxyAPI', () => {
  it('is taken with all that is in it', () => {
    const file = claudeFile({ note: 'mine', organization_uuid: 'o-1' });

    const found = read(bytesOf(file));

    expect(found).toMatchObject({
      kind: 'credential',
      fromClaudeCli: false,
      credential: { provider: 'claude', email: 'ada@example.com', fields: file, refreshable: true },
    });
  });

  it.each([
    ['codex', { type: 'codex', access_token: 'a', refresh_token: 'r', account_id: 'x' }, 'codex'],
    ['antigravity', { type: 'antigravity', access_token: 'a', project_id: 'p' }, 'antigravity'],
    ['kimi', { type: 'kimi', access_token: 'a', refresh_token: 'r', device_id: 'd' }, 'kimi'],
    ['xai', { type: 'xai', access_token: 'a', sub: 's' }, 'xai'],
    ['qwen', { type: 'qwen', access_token: 'a', resource_url: 'portal.qwen.ai' }, 'qwen'],
    ['iflow by its cookie', { type: 'iflow', api_key: 'k', cookie: 'c' }, 'iflow'],
    ['gemini', { type: 'gemini', token: { access_token: 'a', refresh_token: 'r' } }, 'gemini-cli'],
    ['vertex', { type: 'vertex', service_account: { private_key: 'k' }, project_id: 'p' }, 'vertex'],
    ['a type in capitals', { type: ' Claude ', access_token: 'a' }, 'claude'],
  ])('is known: %s', (_what, file, provider) => {
    const found = read(bytesOf(file));

    expect(found).toMatchObject({ kind: 'credential', credential: { provider } });
  });

  it('is read after a byte order mark, which is not written again', () => {
    const found = read(Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), bytesOf(claudeFile())]));

    expect(found).toMatchObject({ kind: 'credential', credential: { provider: 'claude' } });
  });

  it.each([
    ['not JSON', Buffer.from('sk-ant-oat01-a'), 'import-not-json'],
    ['empty', Buffer.alloc(0), 'import-not-json'],
    ['cut off', bytesOf(claudeFile()).subarray(0, 80), 'import-not-json'],
    ['not UTF-8', Buffer.from([0x7b, 0xff, 0x7d]), 'import-not-json'],
    ['a list', bytesOf([claudeFile()]), 'import-unknown-shape'],
    ['nothing', bytesOf(null), 'import-unknown-shape'],
    ['of no type', bytesOf(claudeFile({ type: undefined })), 'import-unknown-shape'],
    ['of a type that is no text', bytesOf(claudeFile({ type: 7 })), 'import-unknown-shape'],
    ['of a type that every object has', bytesOf(claudeFile({ type: 'constructor' })), 'import-unknown-shape'],
    ['of the Codex CLI', bytesOf({ tokens: { access_token: 'a' } }), 'import-unknown-shape'],
    ['without tokens', bytesOf(claudeFile({ access_token: ' ', refresh_token: '' })), 'import-no-token'],
    ['a service account without its key', bytesOf({ type: 'vertex', project_id: 'p' }), 'import-no-token'],
    ['too large', bytesOf(claudeFile({ note: 'x'.repeat(64 * 1024) })), 'import-too-large'],
  ])('is refused: %s', (_what, content, code) => {
    expect(read(content)).toBe(code);
  });

  it('is refused where it is nested deeper than can be written', () => {
    const deep = `{"type":"claude","access_token":"a","x":${'['.repeat(30_000)}${']'.repeat(30_000)}}`;

    expect(read(Buffer.from(deep))).toBe('import-unknown-shape');
  });

  it.each([
    ['expired', new Date(nowMs - 1).toISOString()],
    ['expires_at', Math.floor(nowMs / 1_000) - 1],
    ['expiry', nowMs - 1],
  ])('is refused when it has ended and nothing can renew it: %s', (key, value) => {
    const file = claudeFile({ refresh_token: '', expired: undefined, [key]: value });

    expect(read(bytesOf(file))).toBe('import-expired');
  });

  it('is taken when it has ended and can be renewed', () => {
    const file = claudeFile({ expired: new Date(nowMs - hourMs).toISOString() });

    expect(read(bytesOf(file))).toMatchObject({ kind: 'credential' });
  });

  it('is taken when nothing can renew it and it goes on for long, as the token of a year', () => {
    const file = claudeFile({
      refresh_token: '',
      expired: new Date(nowMs + 365 * 24 * hourMs).toISOString(),
    });

    expect(read(bytesOf(file))).toMatchObject({ kind: 'credential', credential: { refreshable: false } });
  });
});

describe('a file of the Claude CLI', () => {
  it('becomes a file of CLIProxyAPI once it is known whose it is', () => {
    const found = read(bytesOf(cliFile()), 'ada@example.com');

    expect(found).toMatchObject({
      kind: 'credential',
      fromClaudeCli: true,
      credential: {
        fields: {
          type: 'claude',
          email: 'ada@example.com',
          id_token: '',
          access_token: 'sk-ant-oat01-cli-access',
          refresh_token: 'sk-ant-ort01-cli-refresh',
          last_refresh: '2026-11-23T03:15:00.000Z',
          expired: '2026-11-23T04:15:00.000Z',
        },
      },
    });
  });

  it('is asked about where nobody said whose it is', () => {
    expect(read(bytesOf(cliFile()))).toEqual({ kind: 'whose' });
  });

  it.each([
    ['without a token', { accessToken: '' }, 'import-no-token'],
    ['that has ended', { expiresAt: nowMs - 1, refreshToken: null }, 'import-expired'],
  ])('is refused before anybody is asked: %s', (_what, change, code) => {
    expect(read(bytesOf(cliFile(change)))).toBe(code);
  });

  it('keeps tokens and expiry to the letter, whatever they are', () => {
    const token = fc.string({ minLength: 1, unit: 'binary' }).filter(text => text.trim() !== '');
    fc.assert(
      fc.property(
        token,
        token,
        fc.integer({ min: 1, max: 8.64e15 }),
        (accessToken, refreshToken, expiresAt) => {
          const found = read(bytesOf(cliFile({ accessToken, refreshToken, expiresAt })), 'ada@example.com');

          const fields = typeof found === 'string' || found.kind === 'whose' ? {} : found.credential.fields;
          expect(fields).toMatchObject({ access_token: accessToken, refresh_token: refreshToken });
          expect(Date.parse(String(fields['expired']))).toBe(expiresAt);
        },
      ),
    );
  });
});

describe('whatever is sent', () => {
  const asBytes = (text: string): Buffer => Buffer.from(text);
  const json = fc.json({ maxDepth: 4 });
  const field = fc.oneof(fc.constantFrom(...Object.keys({ ...claudeFile(), ...cliFile() })), fc.string());
  const value = fc.oneof(
    fc.jsonValue({ maxDepth: 3 }),
    fc.constantFrom('claude', 'vertex', 'gemini', '2026-01-01T00:00:00Z', cliFile()['claudeAiOauth']),
  );
  const nearly = fc.dictionary(field, value).map(fields => JSON.stringify({ ...claudeFile(), ...fields }));
  const bytes = fc.uint8Array({ maxLength: 300 }).map(each => Buffer.from(each));
  const anything = fc.oneof(bytes, json.map(asBytes), nearly.map(asBytes));

  it('is read or refused, and never a fault', () => {
    fc.assert(
      fc.property(anything, fc.option(fc.emailAddress(), { nil: undefined }), (content, email) => {
        const found = read(content, email);

        if (typeof found === 'string') expect(refusals).toContain(found);
      }),
    );
  });

  it('gets a name that is one file of the auth directory and nothing else', () => {
    fc.assert(
      fc.property(anything, fc.oneof(fc.string(), fc.webPath(), fc.emailAddress()), (content, name) => {
        const found = read(content, name);
        if (typeof found === 'string' || found.kind === 'whose') return;

        const file = fileNameFor(found.credential, name);

        expect(file).toMatch(/^[a-z][A-Za-z0-9@._+-]*\.json$/);
        expect(file.length).toBeLessThanOrEqual(255 - '.20261123T031500Z.bak'.length);
      }),
    );
  });

  it('is written as what was read', () => {
    fc.assert(
      fc.property(nearly, text => {
        const found = read(Buffer.from(text));
        if (typeof found === 'string' || found.kind === 'whose') return;

        const again = read(contentOf(found.credential.fields));

        expect(again).toEqual(found);
      }),
    );
  });
});
