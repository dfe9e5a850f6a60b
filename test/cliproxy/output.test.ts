import fc from 'fast-check';
import { createOutputReader, type OutputEvent } from '../../src/cliproxy/output';
import * as others from './provider-transcripts';
import { august2025, august2026, link, november2025, state } from './transcripts';

function read(chunks: readonly string[]): readonly OutputEvent[] {
  const reader = createOutputReader();
  return [...chunks.flatMap(chunk => reader.push(chunk)), ...reader.end()];
}

const kinds = (events: readonly OutputEvent[]): readonly string[] =>
  events.map(event => event.kind).filter(kind => kind !== 'line' && kind !== 'log');

describe('the output of a login', () => {
  it('is understood as v6.4 prints it', () => {
    const events = read([november2025]);

    expect(kinds(events)).toEqual(['version', 'version', 'link', 'saved', 'success']);
    expect(events).toContainEqual({ kind: 'version', version: '6.4.0' });
    expect(events).toContainEqual({ kind: 'link', link, oauthState: state });
    expect(events).toContainEqual({
      kind: 'saved',
      path: '/root/.cli-proxy-api/claude-user@example.com.json',
    });
  });

  it('is understood as v7.2 prints it, where a line is glued to the prompt', () => {
    const events = read([august2026]);

    expect(kinds(events)).toEqual(['version', 'version', 'link', 'prompt', 'saved', 'success']);
    expect(events).toContainEqual({ kind: 'line', text: 'Claude authentication successful' });
  });

  it('is understood as v5 logged it, with the link two lines below its header', () => {
    const events = read([august2025]);

    expect(events).toContainEqual({ kind: 'link', link, oauthState: state });
  });

  it.each([
    ['v6.4', november2025],
    ['v7.2', august2026],
    ['v5', august2025],
    ...Object.entries(others).filter(([, text]) => text.includes('CLIProxyAPI Version')),
  ])('means the same in whatever pieces it comes (%s)', (_version, transcript) => {
    const whole = read([transcript]);

    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 5, maxLength: 200 }), sizes => {
        const chunks: string[] = [];
        let at = 0;
        for (const size of sizes) chunks.push(transcript.slice(at, (at += size)));
        chunks.push(transcript.slice(at));

        expect(read(chunks)).toEqual(whole);
      }),
    );
  });

  it('shows the prompt as soon as it is there, though no line break follows', () => {
    const reader = createOutputReader();

    const events = reader.push('Paste the Claude callback URL (or press Enter to keep waiting): ');

    expect(events).toEqual([{ kind: 'prompt' }]);
  });

  it('does not take half a link for a link', () => {
    const reader = createOutputReader();

    const early = reader.push(`Visit the following URL to continue authentication:\n${link.slice(0, 200)}`);
    const late = reader.push(`${link.slice(200)}\n`);

    expect(early).toEqual([{ kind: 'line', text: 'Visit the following URL to continue authentication:' }]);
    expect(late).toEqual([{ kind: 'link', link, oauthState: state }]);
  });

  it('does not claim success for the line that is printed before the file is written', () => {
    const events = read(['Claude authentication successful\n']);

    expect(kinds(events)).toEqual([]);
  });

  it('reads the reason of a failure from both kinds of line, also glued to the prompt', () => {
    const events = read([
      'Paste the Claude callback URL (or press Enter to keep waiting): [2026-08-22 22:40:09] [--------] [error] [anthropic_login.go:55] Authentication timed out. Please try again.\n',
      'Claude authentication failed: OAuth error: access_denied\n',
    ]);

    expect(events).toEqual([
      { kind: 'prompt' },
      { kind: 'log', level: 'error', message: 'Authentication timed out. Please try again.' },
      { kind: 'failure', detail: 'OAuth error: access_denied' },
    ]);
  });

  it('tolerates Windows line ends and a last line without one', () => {
    const events = read(['Claude authentication failed: no_code\r\nClaude authentication successful!']);

    expect(events).toEqual([{ kind: 'failure', detail: 'no_code' }, { kind: 'success' }]);
  });

  it('reads anything without throwing', () => {
    fc.assert(fc.property(fc.array(fc.string({ unit: 'binary' })), chunks => void read(chunks)));
  });
});
