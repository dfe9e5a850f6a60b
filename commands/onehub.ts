import { defineCommand, type CommandContext } from '../src/chat/command';
import { maskEmails } from '../src/chat/mask';
import type { Button, Message } from '../src/chat/platform';
import type { OneHubChannel, OneHubReport } from '../src/jobs/reports';
import { lines } from '../src/messages/rich';

/** To be taken up by a worker; what is taken up has its own time. */
const timeoutMs = 20_000;
/** Of servers with names as long as can be so many fit into a message of Discord. */
const mostChannels = 10;
/** More would push the message off a phone's screen. */
const mostButtons = 4;
/** What needs somebody stands first. */
const byUrgency: readonly OneHubChannel['state'][] = ['auto-off', 'on', 'off'];
const longestName = 28;

type Listed = Extract<OneHubReport, { readonly kind: 'channels' }>;
type Connected = Extract<OneHubReport, { readonly kind: 'connected' }>;

export const command = defineCommand({
  name: 'onehub',
  options: [{ name: 'server', fillsIn: false }],
  access: 'admin',
  run: async context => {
    const { incoming, jobs, options, words } = context;
    const { server } = options;
    const say = words.onehub;
    await incoming.answer({ text: server === undefined ? say.looking() : say.connecting(server) });
    const report = await jobs.run('onehub', server === undefined ? {} : { server }, timeoutMs);
    return report.kind === 'channels' ? listMessage(context, report) : connectedMessage(context, report);
  },
});

function listMessage({ servers, words }: CommandContext, report: Listed): Message {
  const say = words.onehub;
  const channels = report.channels.filter(({ server }) => servers.includes(server)).sort(byNeed);
  const missing = report.missing.filter(server => servers.includes(server));
  const buttons = [
    ...missing.map(server => connectButton(say.buttons.connect(server), server, 'primary')),
    ...[...new Set(channels.map(({ server }) => server))].map(server =>
      connectButton(say.buttons.update(server), server),
    ),
  ];
  return {
    text: lines(
      channels.length === 0 ? say.none() : say.title(channels.length),
      ...channels
        .slice(0, mostChannels)
        .map(channel => say.channel({ ...channel, name: shortName(channel) })),
      channels.length > mostChannels && say.more(channels.length - mostChannels),
      missing.length > 0 && say.missing(missing),
    ),
    buttons: buttons.slice(0, mostButtons).map(button => [button]),
  };
}

function connectedMessage({ incoming, words }: CommandContext, report: Connected): Message {
  const { channel, switchedOn, test } = report;
  const { server, state } = channel;
  const say = words.onehub;
  const shown = (reason: string | undefined): string | undefined =>
    reason === undefined || incoming.isPrivate ? reason : maskEmails(reason);
  const again = connectButton(say.buttons.again, server, 'primary');
  const doctor: Button = { kind: 'action', label: words.alerts.buttons.doctor, action: `doctor:${server}` };
  const all: Button = { kind: 'action', label: say.buttons.all, action: 'onehub' };
  return {
    text: lines(
      say.connected({ ...report, channel: { ...channel, name: shortName(channel) } }),
      test.ok ? say.tested(test.model, test.ms) : say.testFailed(test.model, shown(test.reason)),
      switchedOn && say.switchedOn(),
      state !== 'on' && say.stillOff(state),
    ),
    buttons: test.ok ? [[all]] : [[again, doctor], [all]],
  };
}

function connectButton(label: string, server: string, style?: 'primary'): Button {
  return { kind: 'action', label, action: `onehub:${server}`, ...(style && { style }) };
}

function byNeed(one: OneHubChannel, other: OneHubChannel): number {
  const rank = ({ astray, state }: OneHubChannel): number =>
    astray === true ? -1 : byUrgency.indexOf(state);
  return rank(one) - rank(other);
}

/** A name that somebody typed into One-Hub can be as long as they like. */
function shortName({ name }: OneHubChannel): string {
  return name.length > longestName ? `${name.slice(0, longestName - 1)}…` : name;
}
