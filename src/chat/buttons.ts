import type { CommandName } from './command';
import { loginVerbs } from './login-buttons';

/** Which command a button stands for, and which of its options the words after the verb are. */
interface ButtonMeaning {
  readonly command: CommandName;
  readonly subject: string;
  readonly detail?: string;
  /** What a person writes when the button asks for a text. */
  readonly answer?: string;
}

/** By their verbs. */
const BUTTONS: Readonly<Record<string, ButtonMeaning>> = {
  cancel: { command: 'cancel', subject: 'login' },
  /** `detail` is when the incident began whose alert has the button, in base 36. */
  ...Object.fromEntries(
    loginVerbs.map(({ verb, provider, isAgain }): [string, ButtonMeaning] => [
      verb,
      { command: `${provider}-login`, subject: 'server', ...(isAgain && { detail: 'incident' }) },
    ]),
  ),
  accounts: { command: 'accounts', subject: 'server' },
  restart: { command: 'restart', subject: 'server' },
  /** The answer to the question whether to restart; `detail` is when it was asked, in base 36. */
  yes: { command: 'restart', subject: 'server', detail: 'asked' },
  logs: { command: 'logs', subject: 'server' },
  doctor: { command: 'doctor', subject: 'server' },
  /** Without a server the list of channels. */
  onehub: { command: 'onehub', subject: 'server' },
  test: { command: 'test', subject: 'server', detail: 'model' },
  balance: { command: 'balance', subject: 'server', detail: 'strategy' },
  mute: { command: 'mute', subject: 'server', detail: 'for' },
  unmute: { command: 'unmute', subject: 'server' },
  alerts: { command: 'alerts', subject: 'server' },
  /** Asks for the e-mail of an account whose file does not have it. */
  whose: { command: 'import', subject: 'pending', answer: 'email' },
  /** Answers a question that an import asked; `detail` is which of the answers that were offered. */
  import: { command: 'import', subject: 'pending', detail: 'answer' },
};

/** What a button says (`verb:subject:detail`) as a command with its options, some of which nobody can type. */
export function pressed(action: string): Meant | undefined {
  const [verb = '', subject = '', detail = ''] = action.split(':');
  const button = meaningOf(verb);
  if (button === undefined) return undefined;
  const { command, subject: first, detail: second } = button;
  return {
    command,
    options: { ...(subject && { [first]: subject }), ...(detail && second && { [second]: detail }) },
  };
}

/** What the text says that a button asked for. Where the button has no meaning of its own, it is a callback. */
export function answered(action: string, text: string): Meant {
  const option = meaningOf(action.split(':', 1)[0] ?? '')?.answer;
  const meant = option === undefined ? undefined : pressed(action);
  return option === undefined || meant === undefined
    ? { command: 'callback', options: { address: text } }
    : { command: meant.command, options: { ...meant.options, [option]: text } };
}

interface Meant {
  readonly command: CommandName;
  readonly options: Readonly<Record<string, string>>;
}

function meaningOf(verb: string): ButtonMeaning | undefined {
  return Object.hasOwn(BUTTONS, verb) ? BUTTONS[verb] : undefined;
}
