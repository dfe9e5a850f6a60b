import { createOutputReader, type OutputEvent } from '../../src/cliproxy/output';
import * as transcripts from './provider-transcripts';

function read(transcript: string): readonly OutputEvent[] {
  const reader = createOutputReader();
  return [...reader.push(transcript), ...reader.end()];
}

const telling = (events: readonly OutputEvent[]): readonly OutputEvent[] =>
  events.filter(event => ['link', 'device', 'saved', 'success', 'failure'].includes(event.kind));

describe("the output of other providers' logins", () => {
  it("has Codex's code with the address that is everybody's", () => {
    const events = telling(read(transcripts.codexDevice));

    expect(events).toEqual([
      { kind: 'device', link: 'https://auth.openai.com/codex/device', userCode: 'ABCD-EF123' },
      { kind: 'saved', path: '/root/.cli-proxy-api/codex-user@example.com-plus.json' },
      { kind: 'success' },
    ]);
  });

  it("has Kimi's code, then how long it is good, and a success on either side of what was saved", () => {
    const link = 'https://www.kimi.com/code/authorize_device?user_code=ABCD-EFGH';

    const events = telling(read(transcripts.kimi));

    expect(events).toEqual([
      { kind: 'device', link, userCode: 'ABCD-EFGH' },
      { kind: 'device', link, userCode: 'ABCD-EFGH', withinMs: 1_800_000 },
      { kind: 'success' },
      { kind: 'saved', path: '/root/.cli-proxy-api/kimi-1787409600000.json' },
      { kind: 'success' },
    ]);
  });

  it('has a link alone as soon as it is clear that no code follows', () => {
    const events = telling(read(transcripts.kimiWithoutCode));

    expect(events).toEqual([
      { kind: 'device', link: 'https://www.kimi.com/code/authorize_device?user_code=ABCD-EFGH' },
    ]);
  });

  it("has xAI's code and its time", () => {
    const events = telling(read(transcripts.xai));

    expect(events[1]).toEqual({
      kind: 'device',
      link: 'https://accounts.x.ai/oauth2/device?user_code=WXYZ-1234',
      userCode: 'WXYZ-1234',
      withinMs: 600_000,
    });
    expect(events.at(-1)).toEqual({ kind: 'success' });
  });

  it.each([
    ['OpenAI', transcripts.codex, transcripts.codexLink],
    ['Google', transcripts.antigravity, transcripts.antigravityLink],
    ['xAI, before it had codes,', transcripts.oldXai, transcripts.oldXaiLink],
  ])('has the link to %s that follows its header', (_who, transcript, link) => {
    const events = read(transcript);

    expect(events).toContainEqual({ kind: 'link', link, oauthState: transcripts.state });
  });

  it('keeps no link with a code in it as evidence', () => {
    const evidence = read(transcripts.kimi).filter(event => event.kind === 'line');

    expect(JSON.stringify(evidence)).not.toContain('ABCD-EFGH');
  });

  it('does not show half a link or half a code', () => {
    const reader = createOutputReader();

    const early = telling(reader.push('\nTo authenticate, please visit:\nhttps://auth.x.ai/dev'));
    const between = telling(reader.push('ice?a=1\n\nThen enter this code: WX'));
    const late = telling(reader.push('YZ-1234\n'));

    expect([early, between]).toEqual([[], []]);
    expect(late).toEqual([{ kind: 'device', link: 'https://auth.x.ai/device?a=1', userCode: 'WXYZ-1234' }]);
  });

  it('reads why a code came to nothing', () => {
    const events = read(
      'Codex device authentication failed: codex device authentication timed out after 15 minutes\n' +
        '[2026-08-22 22:40:09] [--------] [error] [kimi_login.go:36] Kimi authentication failed: kimi: kimi: device code expired\n',
    );

    expect(events).toEqual([
      { kind: 'failure', detail: 'codex device authentication timed out after 15 minutes' },
      { kind: 'failure', detail: 'kimi: kimi: device code expired' },
    ]);
  });
});
