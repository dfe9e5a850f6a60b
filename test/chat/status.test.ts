import { placeOf, resultMessage, statusMessage } from '../../src/chat/status';
import type { Message } from '../../src/chat/platform';
import type { LoginResult, LoginState } from '../../src/jobs/login';
import { wordsFor } from '../../src/messages/catalogue';
import { bob, link, loginOf, waiting } from '../fakes/login';
import { buttonsOf, plainText } from '../fakes/plain';

const words = wordsFor('en', 'telegram');
const counts = (clients: number) => ({
  clients,
  parts: [{ count: clients, label: 'auth entries' }],
  atMs: 0,
});
const anonymous: LoginResult = {
  file: 'claude-ada@example.com.json',
  replaced: false,
  before: counts(0),
  after: counts(1),
  restarted: false,
};
const result: LoginResult = { ...anonymous, email: 'ada@example.com' };

const confirming: Extract<LoginState, { kind: 'confirming' }> = {
  kind: 'confirming',
  link: 'https://auth.openai.com/codex/device',
  userCode: 'ABCD-EFGH',
  sideBySide: false,
  untilMs: waiting.untilMs,
};

function shown(state: LoginState): Message {
  return statusMessage(loginOf({ state }), { place: 1, ahead: [] }, words);
}

describe('a status message', () => {
  it.each<[LoginState['kind'], LoginState, string, readonly string[]]>([
    ['queued', { kind: 'queued' }, 'starting…', ['Cancel']],
    ['connecting', { kind: 'connecting' }, 'connecting…', ['Cancel']],
    ['waiting', waiting, 'Press Authorize', ['Authorize', 'Paste the address', 'Cancel']],
    ['confirming', confirming, 'Enter this code there and confirm: ABCD-EFGH', ['Open page', 'Cancel']],
    ['checking', { kind: 'checking' }, 'got it, checking…', []],
    ['loading', { kind: 'loading' }, 'waiting until CLIProxyAPI has loaded it', []],
    ['done', { kind: 'done', result }, '✅ ada@example.com is logged in to ali', ['Test']],
    ['failed', { kind: 'failed', problem: { code: 'denied' } }, '❌ Login to ali', ['Log in again']],
  ])('of a login that is %s says so and has its buttons', (_kind, state, says, labels) => {
    const message = shown(state);

    expect(plainText(message.text)).toContain(says);
    expect(buttonsOf(message).map(button => button.label)).toEqual(labels);
  });

  it('is secret exactly while it holds the link, and has it in its button alone', () => {
    const message = shown(waiting);

    expect(message.secret).toBe(true);
    expect(buttonsOf(message)[0]).toEqual({ kind: 'link', label: 'Authorize', url: link });
    expect(plainText(message.text)).not.toContain(link);
    expect(shown({ kind: 'checking' }).secret).toBeUndefined();
  });

  it('holds the tunnel to copy, and the time until when', () => {
    const { text } = shown(waiting);

    expect(text).toContainEqual({ kind: 'block', text: waiting.port?.tunnel });
    expect(text).toContainEqual({ kind: 'moment', atMs: waiting.untilMs });
  });

  it('holds the code to copy and the page in a button, secretly, with nothing to paste', () => {
    const message = shown(confirming);

    expect(message.text).toContainEqual({ kind: 'code', text: 'ABCD-EFGH' });
    expect(buttonsOf(message).map(({ kind }) => kind)).toEqual(['link', 'action']);
    expect(message.secret).toBe(true);
  });

  it('asks only to confirm where the link holds the code', () => {
    const { kind, link: page, sideBySide, untilMs } = confirming;

    const { text } = shown({ kind, link: page, sideBySide, untilMs });

    expect(plainText(text)).toContain('2. Confirm there. The code is in the link.');
  });

  it('names the provider, where it is not Claude, and logs in with it again', () => {
    const failed: LoginState = { kind: 'failed', problem: { code: 'denied' } };

    const message = statusMessage(
      loginOf({ provider: 'codex', state: failed }),
      { place: 1, ahead: [] },
      words,
    );

    expect(plainText(message.text)).toContain('❌ Codex login to ali:');
    expect(buttonsOf(message)).toMatchObject([{ action: 'to-codex:ali' }]);
  });

  it('shows an example of the address that the provider really leads to', () => {
    const message = statusMessage(
      loginOf({ provider: 'antigravity', state: waiting }),
      { place: 1, ahead: [] },
      words,
    );

    expect(buttonsOf(message)).toContainEqual(
      expect.objectContaining({
        ask: expect.objectContaining({
          example: 'http://localhost:51121/oauth-callback?code=…&state=…',
        }) as unknown,
      }),
    );
  });

  it('mentions an orphan only where one was ended', () => {
    const said = [waiting, { ...waiting, endedOrphan: true }].map(state => plainText(shown(state).text));

    expect(said.map(text => text.includes('An earlier login that nobody finished'))).toEqual([false, true]);
  });

  it('says place and names to those in line', () => {
    const message = statusMessage(loginOf(), { place: 3, ahead: ['Bob', 'Eve'] }, words);

    expect(plainText(message.text)).toContain('number 3 in line, after Bob, Eve');
  });

  it('calls what was cancelled cancelled and not failed', () => {
    const message = shown({ kind: 'failed', problem: { code: 'cancelled', by: 'Bob' } });

    expect(plainText(message.text)).toBe('⏹ Login to ali: Cancelled by Bob. Nothing was changed.');
  });

  it('has a button that logs in to the same server again', () => {
    const message = shown({ kind: 'failed', problem: { code: 'denied' } });

    expect(buttonsOf(message)).toEqual([
      { kind: 'action', label: 'Log in again', action: 'login:ali', style: 'primary' },
    ]);
  });

  it('says new or replaced, the counts, and a restart', () => {
    const replaced = shown({ kind: 'done', result: { ...result, replaced: true, restarted: true } });

    expect(plainText(replaced.text).split('\n')).toEqual([
      '✅ ada@example.com is logged in to ali again (credential replaced).',
      'clients 0 → 1 (1 auth entries)',
      'CLIProxyAPI did not notice the new file by itself, so I restarted it.',
    ]);
  });

  it('names the file where it holds no e-mail', () => {
    const message = shown({ kind: 'done', result: { ...anonymous, file: 'claude-1234.json' } });

    expect(plainText(message.text)).toContain('claude-1234.json is logged in');
  });
});

describe('a result for others to read', () => {
  const telling = {
    kind: 'result',
    to: 'telegram:chat:-100',
    language: 'en',
    server: 'ali',
    requester: 'Ada',
  } as const;

  it('names the requester and masks the e-mail', () => {
    const message = resultMessage({ ...telling, outcome: { ok: true, result } }, words);

    expect(plainText(message.text)).toBe(
      'For Ada:\n✅ a…@example.com is logged in to ali (new account).\nclients 0 → 1 (1 auth entries)',
    );
  });

  it('offers to try the account, by whoever may', () => {
    const message = resultMessage({ ...telling, outcome: { ok: true, result } }, words);

    expect(buttonsOf(message)).toEqual([{ kind: 'action', label: 'Test', action: 'test:ali' }]);
  });

  it('masks the e-mail in a file name too', () => {
    const message = resultMessage({ ...telling, outcome: { ok: true, result: anonymous } }, words);

    expect(plainText(message.text)).not.toContain('ada@example.com');
  });

  it('names the provider, where it is not Claude', () => {
    const message = resultMessage({ ...telling, provider: 'xai', outcome: { ok: true, result } }, words);

    expect(plainText(message.text)).toContain('a…@example.com is logged in to xAI on ali (new account).');
  });

  it('says why it failed, and has no buttons', () => {
    const message = resultMessage({ ...telling, outcome: { ok: false, problem: { code: 'denied' } } }, words);

    expect(plainText(message.text)).toBe(
      'For Ada:\n❌ Login to ali: You chose not to authorize. Nothing was changed.',
    );
    expect(buttonsOf(message)).toEqual([]);
  });
});

describe('a place in line', () => {
  const first = loginOf({ by: bob, id: 'ali.1' });
  const second = loginOf({ id: 'ali.2' });

  it('counts those before it', () => {
    const places = ['ali.1', 'ali.2'].map(id => placeOf(id, [first, second]));

    expect(places).toEqual([
      { place: 1, ahead: [] },
      { place: 2, ahead: ['Bob'] },
    ]);
  });

  it('is the last of all for one that is about to be added', () => {
    const place = placeOf('ali.3', [first, second]);

    expect(place).toEqual({ place: 3, ahead: ['Bob', 'Ada'] });
  });

  it('is not behind logins that hold no port', () => {
    const { kind, link: page, oauthState, untilMs, endedOrphan } = waiting;
    const line = [
      loginOf({ by: bob, id: 'ali.1', state: { kind, link: page, oauthState, untilMs, endedOrphan } }),
      loginOf({ by: bob, id: 'ali.2', state: { ...confirming, sideBySide: true } }),
      loginOf({ by: bob, id: 'ali.3', state: confirming }),
    ];

    const place = placeOf('ali.4', line);

    expect(place).toEqual({ place: 2, ahead: ['Bob'] });
  });
});
