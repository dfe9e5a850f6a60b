import { evidenceOf, saidIn } from '../../src/cliproxy/log-evidence';
import type { AccountFile } from '../../src/cliproxy/credentials';
import { fileOf, hour, minute, nowMs } from './account-file';

const ada = fileOf();
const bob = fileOf({ file: 'claude-bob@example.com.json', email: 'bob@example.com' });
const eve = fileOf({ file: 'codex-eve@example.com.json', email: 'eve@example.com', provider: 'codex' });

const refused = (source = 'anthropic_auth.go') =>
  `[2026-11-22 19:55:00] [--------] [warn ] [${source}:655] Token refresh attempt 1 failed: token refresh failed with status 400: {"error":"invalid_grant","error_description":"Refresh token not found or invalid"}`;
const suspended = (file: string, reason: string) =>
  `[2026-11-22 19:55:00] [--------] [debug] [model_registry.go:765] Suspended client ${file} for model claude-opus-4-5: ${reason}`;

function evidence(
  accounts: readonly AccountFile[],
  lines: readonly (string | readonly [string, number])[],
  startedAtMs = nowMs - 24 * hour,
) {
  const log = lines.map(line => {
    const [text, atMs] = typeof line === 'string' ? [line, nowMs - 5 * minute] : line;
    return { text, atMs };
  });
  const said = log.flatMap(line => saidIn(line) ?? []);
  return evidenceOf(accounts, said, { startedAtMs, nowMs });
}

describe('what the log says of accounts', () => {
  it('is that a refresh was refused for good, in its own words', () => {
    const found = evidence([ada], [refused()]);

    expect(found.get(ada.file)).toEqual({
      kind: 'needs-login',
      reason: 'invalid_grant',
      atMs: nowMs - 5 * minute,
    });
  });

  it.each(['dial tcp: i/o timeout', 'token refresh failed with status 529: overloaded'])(
    'is nothing where a refresh may yet succeed: %s',
    why => {
      expect(evidence([ada], [`Token refresh attempt 3 failed: ${why}`]).size).toBe(0);
    },
  );

  it.each([
    ['two that it may have been', [ada, bob], refused(), []],
    ['the only one of the provider', [ada, eve], refused('openai_auth.go'), [eve.file]],
    [
      'two providers, and it does not say which',
      [ada, eve],
      'Token refresh attempt 1 failed: invalid_grant',
      [],
    ],
    [
      'only one that could be refreshed',
      [ada, { ...bob, refreshable: false }],
      'Token refresh attempt 1 failed: invalid_grant',
      [ada.file],
    ],
    ['one that is named', [ada, bob], `${refused()} (${bob.email ?? ''})`, [bob.file]],
  ])('is tied to an account or to none: %s', (_what, accounts, line, files) => {
    expect([...evidence(accounts, [line]).keys()]).toEqual(files);
  });

  it('counts only when it is newer than the last refresh', () => {
    const found = evidence(
      [ada, bob],
      [
        [suspended(ada.file, 'unauthorized'), nowMs - 3 * hour],
        [suspended(bob.file, 'unauthorized'), nowMs - hour],
      ],
    );

    expect([...found.keys()]).toEqual([bob.file]);
  });

  it.each([
    ['unauthorized', 'needs-login'],
    ['invalid_grant', 'needs-login'],
    ['payment_required', 'cooling'],
    ['quota', 'cooling'],
    ['not_found', undefined],
    ['model_not_supported', undefined],
  ])('is of the account when a client is suspended as %s: %s', (reason, kind) => {
    expect(evidence([ada], [suspended(ada.file, reason)]).get(ada.file)?.kind).toBe(kind);
  });

  it('ends when the client is resumed, when its time is over, and with a restart', () => {
    const line = suspended(ada.file, 'payment_required');

    const resumed = evidence([ada], [line, `Resumed client ${ada.file} for model claude-opus-4-5`]);
    const over = evidence([ada], [[line, nowMs - 31 * minute]]);
    const restarted = evidence([ada], [line], nowMs - minute);

    expect([resumed.size, over.size, restarted.size]).toEqual([0, 0, 0]);
  });

  it('is that all accounts of a provider cool down, for as long as it says', () => {
    const line =
      '{"error":{"code":"model_cooldown","message":"All credentials for model claude-opus-4-5 are cooling down via provider claude","reset_seconds":900}}';

    const found = evidence([ada, bob, eve], [line]);

    expect([...found]).toEqual([
      [ada.file, expect.objectContaining({ kind: 'cooling', untilMs: nowMs + 10 * minute })],
      [bob.file, expect.objectContaining({ kind: 'cooling', untilMs: nowMs + 10 * minute })],
    ]);
  });

  it('is not kept for long where it does not say for how long', () => {
    const line = 'All credentials for model claude-opus-4-5 are cooling down via provider claude';

    const found = [30_000, 90_000].map(ago => evidence([ada], [[line, nowMs - ago]]).size);

    expect(found).toEqual([1, 0]);
  });

  it('never holds a token', () => {
    const said = saidIn({ text: `${refused()} sk-ant-ort01-secret-secret`, atMs: nowMs });

    expect(said?.evidence).toMatchObject({ kind: 'needs-login' });
    expect(JSON.stringify(said)).not.toContain('secret');
  });
});
