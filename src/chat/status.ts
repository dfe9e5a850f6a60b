import type { Telling } from '../jobs/contracts';
import { isSideBySide, type Login, type LoginResult } from '../jobs/login';
import { explain } from '../messages/catalogue';
import type { Catalogue } from '../messages/catalogue';
import { lines } from '../messages/rich';
import type { Problem } from '../errors';
import { loginAction } from './login-buttons';
import { maskEmails } from './mask';
import type { Button, Message, Part } from './platform';

type NamedLogin = Pick<Login, 'server' | 'provider'>;

/** A login's place in line: the names of those before it, the running one first. */
export interface PlaceInLine {
  readonly place: number;
  readonly ahead: readonly string[];
}

/** Where a login stands among those of its server; those that hold nothing others wait for are not before it. */
export function placeOf(id: string, line: readonly Login[]): PlaceInLine {
  const index = line.findIndex(login => login.id === id);
  const before = (index < 0 ? line : line.slice(0, index)).filter(({ state }) => !isSideBySide(state));
  return { place: before.length + 1, ahead: before.map(login => login.requester.name) };
}

/** The status message: a picture of the login as it is now, for its requester alone. */
export function statusMessage(
  login: Pick<Login, 'id' | 'server' | 'provider' | 'state'>,
  { place, ahead }: PlaceInLine,
  words: Catalogue,
): Message {
  const { provider, state } = login;
  const say = words.login;
  const cancel: Button = {
    kind: 'action',
    label: say.buttons.cancel,
    action: `cancel:${login.id}`,
    style: 'danger',
  };
  switch (state.kind) {
    case 'queued':
      return { text: say.queued(login, place, ahead), buttons: [[cancel]] };
    case 'connecting':
      return { text: say.connecting(login), buttons: [[cancel]] };
    case 'waiting':
      return {
        text: say.waiting(login, state.untilMs, state.port?.tunnel, state.endedOrphan),
        secret: true,
        buttons: [
          [{ kind: 'link', label: say.buttons.authorize, url: state.link }],
          [
            { kind: 'paste', label: say.buttons.paste, action: `paste:${login.id}`, ask: say.ask(provider) },
            cancel,
          ],
        ],
      };
    case 'confirming':
      return {
        text: say.confirming(login, state.untilMs, state.userCode),
        secret: true,
        buttons: [[{ kind: 'link', label: say.buttons.openPage, url: state.link }], [cancel]],
      };
    case 'checking':
      return { text: say.checking(login) };
    case 'loading':
      return { text: say.loading(login) };
    case 'done':
      return { text: doneText(login, state.result, words), buttons: [[test(login, words)]] };
    case 'failed':
      return { text: failedText(login, state.problem, words), buttons: [[again(login, words)]] };
  }
}

/** How a login ended, for the place where it was asked for and where others read too. */
export function resultMessage(telling: Extract<Telling, { kind: 'result' }>, words: Catalogue): Message {
  const { provider = 'claude', server, outcome } = telling;
  const login = { provider, server };
  const text = outcome.ok
    ? doneText(login, outcome.result, words, maskEmails)
    : failedText(login, outcome.problem, words);
  return {
    text: lines(words.login.resultFor(telling.requester), text),
    ...(outcome.ok && { buttons: [[test(login, words)]] }),
  };
}

function doneText(
  login: NamedLogin,
  result: LoginResult,
  words: Catalogue,
  name: (text: string) => string = text => text,
): readonly Part[] {
  return lines(
    words.login.done(login, name(result.email ?? result.file), result.replaced),
    words.login.counts(result.before, result.after),
    result.restarted && words.login.restarted(),
  );
}

function failedText(login: NamedLogin, problem: Problem, words: Catalogue): readonly Part[] {
  const why = explain(words, problem);
  return problem.code === 'cancelled' ? words.login.cancelled(login, why) : words.login.failed(login, why);
}

function again({ provider, server }: NamedLogin, words: Catalogue): Button {
  return {
    kind: 'action',
    label: words.login.buttons.again,
    action: loginAction(provider, server),
    style: 'primary',
  };
}

/** Whether the account is usable, too, is seen only when it is used. */
function test({ server }: NamedLogin, words: Catalogue): Button {
  return { kind: 'action', label: words.test.buttons.test, action: `test:${server}` };
}
