import { managedAccountsIn } from '../../src/cliproxy/managed-account';

const read = (...files: readonly unknown[]) => managedAccountsIn(JSON.stringify({ files }));

describe('an entry of the Management API', () => {
  it('is read as v7 writes it', () => {
    const accounts = read({
      id: 'claude-ada@example.com.json',
      auth_index: 'a1b2',
      name: 'claude-ada@example.com.json',
      type: 'claude',
      provider: 'claude',
      status: 'error',
      status_message: 'quota exhausted',
      disabled: false,
      unavailable: true,
      runtime_only: false,
      source: 'file',
      email: 'ada@example.com',
      last_refresh: '2026-11-22T11:00:00+08:00',
      next_retry_after: '2026-11-22T12:00:00+08:00',
      success: 12,
      failed: 3,
    });

    expect(accounts).toEqual([
      {
        file: 'claude-ada@example.com.json',
        provider: 'claude',
        email: 'ada@example.com',
        status: 'error',
        message: 'quota exhausted',
        disabled: false,
        unavailable: true,
        lastRefreshAtMs: Date.UTC(2026, 10, 22, 3),
        nextRetryAtMs: Date.UTC(2026, 10, 22, 4),
        requests: { succeeded: 12, failed: 3 },
      },
    ]);
  });

  it('is read as v6.3.13 wrote it', () => {
    const accounts = read({ name: 'claude-a.json', size: 9, modtime: '…', type: 'claude', email: 'a@e.com' });

    expect(accounts).toEqual([
      { file: 'claude-a.json', provider: 'claude', email: 'a@e.com', disabled: false, unavailable: false },
    ]);
  });

  it('never gives a key away, wherever it stands', () => {
    const accounts = read(
      {
        name: 'a.json',
        source: 'file',
        account_type: 'api_key',
        account: 'sk-secret-key',
        label: 'sk-secret-key',
      },
      { name: 'b.json', source: 'file', email: 'sk-secret-key' },
      { name: 'sk-secret-key', source: 'memory', account: 'sk-secret-key' },
      { name: 'c.json', status: 'error', status_message: 'bearer sk-secret-key was refused' },
    );

    expect(accounts).toHaveLength(3);
    expect(JSON.stringify(accounts)).not.toContain('secret');
  });

  it.each([
    ['that is in memory alone', { name: 'a.json', source: 'memory' }],
    ['of a run', { name: 'a.json', runtime_only: true }],
    ['without a name', { id: 'x' }],
    ['that is no object', 'a.json'],
  ])('%s is left out', (_which, entry) => {
    expect(read(entry)).toEqual([]);
  });

  it('survives fields of the wrong kind, and the time that Go writes for none', () => {
    expect(read({ name: 'a.json', status: 7, success: '3', last_refresh: '0001-01-01T00:00:00Z' })).toEqual([
      { file: 'a.json', disabled: false, unavailable: false },
    ]);
  });

  it.each(['', '[]', '{"files":null}', '<html>'])('is not seen in %j', body => {
    expect(managedAccountsIn(body)).toBeUndefined();
  });
});
