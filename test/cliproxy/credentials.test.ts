import { accountsIn } from '../../src/cliproxy/credentials';
import type { ContainerFile } from '../../src/server/server';

function file(name: string, content: string): ContainerFile {
  const bytes = Buffer.from(content);
  return {
    path: `/root/.cli-proxy-api/${name}`,
    modifiedAtMs: 1,
    sizeBytes: bytes.length,
    mode: 0o600,
    content: bytes,
  };
}

describe('accounts', () => {
  it('are read from the files of v6 and v7 without their tokens', () => {
    const accounts = accountsIn([
      file(
        'claude-u@e.com.json',
        '{"id_token":"","access_token":"sk-ant-oat01-x","refresh_token":"sk-ant-ort01-x","last_refresh":"2025-11-20T21:15:40+08:00","email":"u@e.com","type":"claude","expired":"2025-11-21T05:15:40+08:00"}\n',
      ),
      file(
        'codex-v@e.com.json',
        '{"type":"codex","email":"v@e.com","disabled":true,"expires_at":"2026-01-01T00:00:00Z"}',
      ),
    ]);

    expect(accounts).toEqual([
      {
        file: 'claude-u@e.com.json',
        readable: true,
        provider: 'claude',
        email: 'u@e.com',
        disabled: false,
        expiresAtMs: Date.parse('2025-11-20T21:15:40Z'),
        lastRefreshAtMs: Date.parse('2025-11-20T13:15:40Z'),
        modifiedAtMs: 1,
        refreshable: true,
      },
      {
        file: 'codex-v@e.com.json',
        readable: true,
        provider: 'codex',
        email: 'v@e.com',
        disabled: true,
        expiresAtMs: Date.parse('2026-01-01T00:00:00Z'),
        modifiedAtMs: 1,
        refreshable: false,
      },
    ]);
    expect(JSON.stringify(accounts)).not.toContain('sk-ant');
  });

  it.each(['', 'not json', '[]', '"text"', 'null', '{"email":"a@b.c"}'])(
    'that CLIProxyAPI takes for no credential are shown as such: %j',
    content => {
      const [account] = accountsIn([file('broken.json', content)]);

      expect(account).toMatchObject({ file: 'broken.json', readable: false, refreshable: false });
    },
  );

  it('leave out what is no credential file', () => {
    expect(accountsIn([file('logs/main.log', 'x'), file('notes.txt', 'x')])).toEqual([]);
  });

  it('survive fields of the wrong kind', () => {
    const [account] = accountsIn([
      file('odd.json', '{"type":"claude","email":null,"expired":"soon","disabled":"yes","refresh_token":7}'),
    ]);

    expect(account).toEqual({
      file: 'odd.json',
      readable: true,
      provider: 'claude',
      disabled: false,
      modifiedAtMs: 1,
      refreshable: false,
    });
  });

  it.each([
    ['refresh_token', '"r"', true],
    ['refreshToken', '"r"', true],
    ['refresh_token', '""', false],
    ['access_token', '"a"', false],
  ])('with a %s of %s are refreshable: %s', (key, value, refreshable) => {
    const [account] = accountsIn([file('a.json', `{"type":"claude","${key}":${value}}`)]);

    expect(account?.refreshable).toBe(refreshable);
  });
});
