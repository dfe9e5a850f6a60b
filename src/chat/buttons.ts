import type { CommandName } from './command';

/** The verbs of buttons, and which options of which command the rest of their words is. */
const BUTTONS: Readonly<
  Record<string, { readonly command: CommandName; readonly subject: string; readonly detail?: string }>
> = {
  cancel: { command: 'cancel', subject: 'login' },
  login: { command: 'claude-login', subject: 'server' },
  /** `detail` is when the incident began whose alert has the button, in base 36. */
  again: { command: 'claude-login', subject: 'server', detail: 'incident' },
  accounts: { command: 'accounts', subject: 'server' },
  restart: { command: 'restart', subject: 'server' },
  /** The answer to the question whether to restart; `detail` is when it was asked, in base 36. */
  yes: { command: 'restart', subject: 'server', detail: 'asked' },
  logs: { command: 'logs', subject: 'server' },
  doctor: { command: 'doctor', subject: 'server' },
  mute: { command: 'mute', subject: 'server', detail: 'for' },
  unmute: { command: 'unmute', subject: 'server' },
  alerts: { command: 'alerts', subject: 'server' },
};

/** What a button says (`verb:subject:detail`) as a command with its options, some of which nobody can type. */
export function pressed(
  action: string,
): { readonly command: CommandName; readonly options: Readonly<Record<string, string>> } | undefined {
  const [verb = '', subject = '', detail = ''] = action.split(':');
  const button = Object.hasOwn(BUTTONS, verb) ? BUTTONS[verb] : undefined;
  if (button === undefined) return undefined;
  const { command, subject: first, detail: second } = button;
  return {
    command,
    options: { ...(subject && { [first]: subject }), ...(detail && second && { [second]: detail }) },
  };
}
