import { countsIn, latestCounts, saysFileLoaded, withFiles } from '../../src/cliproxy/clients';

const at = (text: string, atMs = 1): { atMs: number; text: string } => ({ atMs, text });

describe('client counts', () => {
  it.each([
    ['server clients and configuration updated: 3 clients', 3, []],
    [
      'server clients and configuration updated: 1 clients (1 auth files + 0 GL API keys + 0 Claude API keys + 0 Codex keys + 0 OpenAI-compat)',
      1,
      ['1 auth files', '0 GL API keys', '0 Claude API keys', '0 Codex keys', '0 OpenAI-compat'],
    ],
    [
      '[2026-09-17 13:10:47] [--------] [info ] [clients.go:152] full client load complete - 5 clients (2 auth files + 0 Gemini API keys + 0 Vertex API keys + 3 Claude API keys + 0 Codex keys + 0 xAI keys + 0 OpenAI-compat)',
      5,
      [
        '2 auth files',
        '0 Gemini API keys',
        '0 Vertex API keys',
        '3 Claude API keys',
        '0 Codex keys',
        '0 xAI keys',
        '0 OpenAI-compat',
      ],
    ],
  ])('are read in the words of every version: %s', (text, clients, parts) => {
    const counts = countsIn(at(text));

    expect(counts?.clients).toBe(clients);
    expect(counts?.parts.map(part => `${part.count} ${part.label}`)).toEqual(parts);
  });

  it('are not seen in other lines', () => {
    expect(countsIn(at('API server started successfully on: :8317'))).toBeUndefined();
  });

  it('are the latest of a log', () => {
    const log = [
      at('server clients and configuration updated: 1 clients (1 auth files)', 1),
      at('something else', 2),
      at('server clients and configuration updated: 2 clients (2 auth files)', 3),
    ];

    expect(latestCounts(log)).toMatchObject({ clients: 2, atMs: 3 });
  });

  it('follow the number of files where the log has not printed it', () => {
    const counts = countsIn(
      at('server clients and configuration updated: 4 clients (1 auth entries + 3 Claude API keys)'),
    );

    expect(counts && withFiles(counts, 2)).toMatchObject({
      clients: 5,
      parts: [
        { count: 2, label: 'auth entries' },
        { count: 3, label: 'Claude API keys' },
      ],
    });
  });
});

describe('a loaded file', () => {
  it('is known by the line that newer versions print for it', () => {
    const line = 'auth file changed (CREATE): claude-a@example.com.json, processing incrementally';

    expect(saysFileLoaded(line, 'claude-a@example.com.json')).toBe(true);
    expect(saysFileLoaded(line, 'claude-b@example.com.json')).toBe(false);
  });

  it('is not known by the line of another whose name ends or begins like it', () => {
    const line = 'auth file changed (WRITE): nada@example.com.json.json, processing incrementally';

    expect(saysFileLoaded(line, 'ada@example.com.json')).toBe(false);
    expect(saysFileLoaded(line, 'nada@example.com.json')).toBe(false);
  });

  it('is not taken for loaded when it was removed', () => {
    const line = 'auth file changed (REMOVE): claude-a@example.com.json, processing incrementally';

    expect(saysFileLoaded(line, 'claude-a@example.com.json')).toBe(false);
  });
});
