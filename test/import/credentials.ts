import type { Container } from '../../src/server/server';

/** What the server's clock says in these tests. */
export const nowMs = Date.UTC(2026, 10, 23, 3, 15);
export const hourMs = 3_600_000;

/** A file as CLIProxyAPI keeps it. */
export function claudeFile(change: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    id_token: '',
    access_token: 'sk-ant-oat01-access',
    refresh_token: 'sk-ant-ort01-refresh',
    last_refresh: '2026-11-22T21:15:40+08:00',
    email: 'ada@example.com',
    type: 'claude',
    expired: new Date(nowMs + hourMs).toISOString(),
    ...change,
  };
}

/** A file of the Claude CLI. */
export function cliFile(change: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    claudeAiOauth: {
      accessToken: 'sk-ant-oat01-cli-access',
      refreshToken: 'sk-ant-ort01-cli-refresh',
      expiresAt: nowMs + hourMs,
      scopes: ['user:inference', 'user:profile'],
      subscriptionType: 'max',
      ...change,
    },
  };
}

export function bytesOf(fields: unknown): Buffer {
  return Buffer.from(JSON.stringify(fields));
}

/** The fields of a file in a container; undefined where there is none. */
export async function fieldsAt(
  container: Container,
  path: string,
): Promise<Record<string, unknown> | undefined> {
  const [file] = (await container.files(path, { maxFileBytes: 64 * 1024 })) ?? [];
  return file && (JSON.parse(file.content.toString('utf8')) as Record<string, unknown>);
}
