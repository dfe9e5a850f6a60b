import { accountState } from '../../src/cliproxy/account-state';
import type { AccountFile } from '../../src/cliproxy/credentials';
import type { ManagedAccount } from '../../src/cliproxy/management';
import { day, fileOf, hour, minute, nowMs } from './account-file';

const neverExpiring: AccountFile = {
  file: 'odd.json',
  readable: true,
  provider: 'claude',
  disabled: false,
  modifiedAtMs: 0,
  refreshable: true,
};

function managed(change: Partial<ManagedAccount> = {}): ManagedAccount {
  return {
    file: 'claude-ada@example.com.json',
    status: 'active',
    disabled: false,
    unavailable: false,
    ...change,
  };
}

describe('the state of an account', () => {
  it.each([
    ['fine, with hours to go', fileOf(), 'fine'],
    ['no credential', fileOf({ readable: false }), 'unreadable'],
    ['disabled', fileOf({ disabled: true, expiresAtMs: nowMs - day }), 'disabled'],
    ['past its time', fileOf({ expiresAtMs: nowMs }), 'expired'],
    ['without an expiry', neverExpiring, 'unknown'],
    [
      'not refreshed in time (Claude is refreshed 4 h ahead)',
      fileOf({ expiresAtMs: nowMs + 3.4 * hour }),
      'expires-soon',
    ],
    ['at the time of its refresh', fileOf({ expiresAtMs: nowMs + 3.6 * hour }), 'fine'],
    [
      'short-lived, but just refreshed',
      fileOf({ expiresAtMs: nowMs + hour, lastRefreshAtMs: nowMs - 10 * minute }),
      'fine',
    ],
    [
      'of a provider whose refresh is not known, and not yet expired',
      fileOf({ provider: 'antigravity', expiresAtMs: nowMs + minute }),
      'fine',
    ],
    [
      'without a refresh token and six days to go',
      fileOf({ refreshable: false, expiresAtMs: nowMs + 6 * day }),
      'expires-soon',
    ],
    [
      'without a refresh token and eight days to go',
      fileOf({ refreshable: false, expiresAtMs: nowMs + 8 * day }),
      'fine',
    ],
  ])('that is %s by its file', (_what, file, kind) => {
    expect(accountState({ file }, nowMs)).toEqual({ kind });
  });

  it('is what the log says where nothing else is known', () => {
    const refused = { kind: 'needs-login', reason: 'invalid_grant', atMs: nowMs } as const;
    const cooling = { kind: 'cooling', reason: 'quota', atMs: nowMs, untilMs: nowMs + minute } as const;

    const states = [refused, cooling].map(evidence => accountState({ file: fileOf(), evidence }, nowMs));

    expect(states).toEqual([
      { kind: 'needs-login', reason: 'invalid_grant' },
      { kind: 'cooling', reason: 'quota', untilMs: nowMs + minute },
    ]);
  });

  it.each([
    ['unauthorized', managed({ status: 'error', message: 'unauthorized' }), 'needs-login'],
    [
      'a grant that is no longer valid',
      managed({ status: 'error', message: 'invalid_grant' }),
      'needs-login',
    ],
    ['disabled', managed({ status: 'disabled', disabled: true }), 'disabled'],
    [
      'cooling down',
      managed({ status: 'error', message: 'quota exhausted', nextRetryAtMs: nowMs + 1 }),
      'cooling',
    ],
    ['an error without an end', managed({ status: 'error', message: 'payment_required' }), 'cooling'],
    [
      'a pause that is over',
      managed({ status: 'error', unavailable: true, nextRetryAtMs: nowMs - 1 }),
      'fine',
    ],
  ])('is what the Management API says: %s', (_what, says, kind) => {
    expect(accountState({ file: fileOf(), managed: says }, nowMs).kind).toBe(kind);
  });

  it('tells until when it cools down, and why', () => {
    const says = managed({ status: 'error', message: 'quota exhausted', nextRetryAtMs: nowMs + hour });

    expect(accountState({ file: fileOf(), managed: says }, nowMs)).toEqual({
      kind: 'cooling',
      untilMs: nowMs + hour,
      reason: 'quota exhausted',
    });
  });

  it('does not keep what the log said when the Management API knows better', () => {
    const evidence = { kind: 'needs-login', reason: 'invalid_grant', atMs: nowMs - hour } as const;

    expect(accountState({ file: fileOf(), evidence, managed: managed() }, nowMs)).toEqual({ kind: 'fine' });
  });

  it('keeps what the log said where an old Management API knows only names', () => {
    const evidence = { kind: 'needs-login', reason: 'invalid_grant', atMs: nowMs - hour } as const;
    const poor = { file: 'claude-ada@example.com.json', disabled: false, unavailable: false };

    expect(accountState({ file: fileOf(), evidence, managed: poor }, nowMs).kind).toBe('needs-login');
  });

  it('is fine without an expiry where the Management API says so', () => {
    expect(accountState({ file: neverExpiring, managed: managed() }, nowMs)).toEqual({ kind: 'fine' });
  });

  it('does not call expired what was refreshed but could not be saved', () => {
    const file = fileOf({ expiresAtMs: nowMs - hour, modifiedAtMs: nowMs - 9 * hour });
    const says = managed({ lastRefreshAtMs: nowMs - 10 * minute });

    expect(accountState({ file, managed: says }, nowMs)).toEqual({ kind: 'fine' });
  });

  it('is expired although the Management API calls it active', () => {
    expect(
      accountState({ file: fileOf({ expiresAtMs: nowMs - hour }), managed: managed() }, nowMs).kind,
    ).toBe('expired');
  });
});
