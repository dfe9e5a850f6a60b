import type { Login, LoginResult, Telling } from '../jobs/contracts';
import { explain } from '../messages/catalogue';
import type { Catalogue } from '../messages/catalogue';
import { lines } from '../messages/rich';
import type { Problem } from '../errors';
import { maskEmails } from './mask';
import type { Button, Message, Part } from './platform';

/** A login's place in line: the names of those before it, the running one first. */
export interface PlaceInLine {
  readonly place: number;
  readonly ahead: readonly string[];
}

/** Where a login stands among those of its server. */
export function placeOf(id: string, line: readonly Login[]): PlaceInLine {
  const index = line.findIndex(login => login.id === id);
  const before = index < 0 ? line : line.slice(0, index);
  return { place: before.length + 1, ahead: before.map(login => login.requester.name) };
}

/** The status message: a picture of the login as it is now, for its requester alone. */
export function statusMessage(
  login: Pick<Login, 'id' | 'server' | 'state'>,
  { place, ahead }: PlaceInLine,
  words: Catalogue,
): Message {
  const { server, state } = login;
  const say = words.login;
  const cancel: Button = {
    kind: 'action',
    label: say.buttons.cancel,
    action: `cancel:${login.id}`,
    style: 'danger',
  };
  switch (state.kind) {
    case 'queued':
      return { text: say.queued(server, place, ahead), buttons: [[cancel]] };
    case 'connecting':
      return { text: say.connecting(server), buttons: [[cancel]] };
    case 'waiting':
      return {
        text: say.waiting(server, state.untilMs, state.port?.tunnel, state.endedOrphan),
        secret: true,
        buttons: [
          [{ kind: 'link', label: say.buttons.authorize, url: state.link }],
          [{ kind: 'paste', label: say.buttons.paste, action: `paste:${login.id}`, ask: say.ask }, cancel],
        ],
      };
    case 'checking':
      return { text: say.checking(server) };
    case 'loading':
      return { text: say.loading(server) };
    case 'done':
      return { text: doneText(server, state.result, words) };
    case 'failed':
      return { text: failedText(server, state.problem, words), buttons: [[again(server, words)]] };
  }
}

/** How a login ended, for the place where it was asked for and where others read too. */
export function resultMessage(telling: Extract<Telling, { kind: 'result' }>, words: Catalogue): Message {
  const { server, outcome } = telling;
  const text = outcome.ok
    ? doneText(server, outcome.result, words, maskEmails)
    : failedText(server, outcome.problem, words);
  return { text: lines(words.login.resultFor(telling.requester), text) };
}

function doneText(
  server: string,
  result: LoginResult,
  words: Catalogue,
  name: (text: string) => string = text => text,
): readonly Part[] {
  return lines(
    words.login.done(server, name(result.email ?? result.file), result.replaced),
    words.login.counts(result.before, result.after),
    result.restarted && words.login.restarted(),
  );
}

function failedText(server: string, problem: Problem, words: Catalogue): readonly Part[] {
  const why = explain(words, problem);
  return problem.code === 'cancelled' ? words.login.cancelled(server, why) : words.login.failed(server, why);
}

function again(server: string, words: Catalogue): Button {
  return { kind: 'action', label: words.login.buttons.again, action: `login:${server}`, style: 'primary' };
}
