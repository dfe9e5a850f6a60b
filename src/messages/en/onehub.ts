import type { Part } from '../../chat/platform';
import { variableOf } from '../../config/variables';
import type { OneHubChange, OneHubChannel, OneHubReport } from '../../jobs/reports';
import { block, bold, code, lines, list, moment, rich } from '../rich';
import type { WriteCommand } from '../write-command';
import type { ProblemSentences } from './problems';

type Rich = readonly Part[];
type Connected = Extract<OneHubReport, { readonly kind: 'connected' }>;

/** Names of servers without a channel that are said. */
const mostMissing = 4;

/** What is said of One-Hub and its channels. */
export const onehub = (command: WriteCommand) => ({
  looking: (): Rich => rich`⏳ Asking One-Hub…`,
  connecting: (server: string): Rich =>
    rich`⏳ Connecting ${bold(server)} to One-Hub and testing the channel. This can take a minute…`,

  title: (count: number): Rich =>
    count === 1
      ? rich`One-Hub: 1 channel leads to our servers.`
      : rich`One-Hub: ${count} channels lead to our servers.`,
  none: (): Rich => rich`One-Hub has no channel for our servers yet.`,
  channel: (channel: OneHubChannel): Rich => {
    const { models, name, responseMs, server, testedAtMs } = channel;
    const test =
      testedAtMs === undefined
        ? rich`never tested`
        : rich`tested ${moment(testedAtMs)}: ${seconds(responseMs ?? 0)}`;
    return rich`${iconOf(channel)} ${bold(server)} – ${code(name)}: ${stateOf(channel)}, ${counted(models)}, ${test}`;
  },
  more: (count: number): Rich => rich`… and ${count} more`,
  missing: (servers: readonly string[]): Rich =>
    rich`Without a channel: ${list(', ', servers, mostMissing)}. Add one with ${command('onehub', servers[0])}.`,

  connected: ({ added, channel, changed }: Connected): Rich => {
    const { models, name, server } = channel;
    if (added) return rich`✅ ${bold(server)} is now in One-Hub: channel ${code(name)}, ${counted(models)}.`;
    if (changed.length === 0)
      return rich`✅ Channel ${code(name)} for ${bold(server)} was up to date: ${counted(models)}.`;
    const what = changed.map(change => changes[change]).join(', ');
    return rich`✅ Channel ${code(name)} for ${bold(server)} is up to date again: ${what}. ${counted(models)}.`;
  },
  tested: (model: string, ms: number): Rich =>
    rich`One-Hub's test with ${code(model)}: answered in ${seconds(ms)}.`,
  testFailed: (model: string, reason: string | undefined): Rich =>
    reason === undefined
      ? rich`⚠️ One-Hub's test with ${code(model)} did not end within a minute. Try again later.`
      : lines(rich`⚠️ One-Hub's test with ${code(model)} failed. It says:`, [block(reason)]),
  switchedOn: (): Rich => rich`One-Hub had switched the channel off after an error. It is on again.`,
  stillOff: (state: 'off' | 'auto-off'): Rich =>
    state === 'off'
      ? rich`Somebody switched the channel off, so I left it off. Switch it on in One-Hub's panel.`
      : rich`One-Hub has switched the channel off. Once a test goes well I switch it on again.`,

  buttons: {
    connect: (server: string) => `Connect ${server}`,
    update: (server: string) => `Update ${server}`,
    again: 'Test again',
    all: 'All channels',
  },
});

export type OneHubWords = ReturnType<typeof onehub>;

const changes: Readonly<Record<OneHubChange, string>> = {
  address: 'address mended',
  models: 'models',
  key: 'key',
  type: 'type',
};

function iconOf({ astray, state }: OneHubChannel): string {
  if (state === 'off') return '⏸';
  return astray === true || state === 'auto-off' ? '⚠️' : '✅';
}

function stateOf({ astray, state }: OneHubChannel): string {
  const said = { on: 'on', off: 'switched off', 'auto-off': 'switched off by One-Hub' }[state];
  return astray === true ? `${said}, but its address is wrong` : said;
}

function counted(models: number): string {
  return models === 1 ? '1 model' : `${models} models`;
}

function seconds(ms: number): string {
  return `${(ms / 1_000).toFixed(1)} s`;
}

export const onehubProblems = (command: WriteCommand) =>
  ({
    'onehub-not-configured': () =>
      rich`I don't know where One-Hub is. An administrator sets ${code('ONEHUB_URL')} and ${code('ONEHUB_TOKEN')} in the bot's .env and restarts it.`,
    'onehub-unreachable': p =>
      p.via === undefined
        ? rich`One-Hub at ${code(p.host)} gave no answer. Does it run? If only a server can reach it, name that server in ${code('ONEHUB_VIA')}.`
        : rich`One-Hub at ${code(p.host)} gave no answer to ${bold(p.via)}. Does it run? Check ${code('ONEHUB_URL')}: it is the address as seen from there.`,
    'onehub-token-refused': () =>
      rich`One-Hub does not take ${code('ONEHUB_TOKEN')}. It must be the access token of an administrator: copy it anew from the profile page of One-Hub.`,
    'onehub-refused': p => lines(rich`One-Hub refused. It says:`, [block(p.reason)]),
    'onehub-odd': p =>
      rich`What answers at ${code(p.host)} is not One-Hub's API. Check ${code('ONEHUB_URL')}: One-Hub's own address, with https if it redirects there.`,
    'onehub-limited': () =>
      rich`One-Hub takes no more requests from here for now (300 in three minutes). Try again in three minutes.`,
    'onehub-under-way': p =>
      rich`${bold(p.server)} is being added to One-Hub already, begun ${moment(p.atMs)}. Look with ${command('onehub')} in a minute.`,
    'onehub-same-address': p =>
      rich`One-Hub cannot tell ${bold(p.server)} from ${bold(p.other)}: both would be at ${code(p.address)}. Set ${code(variableOf(p.server, 'API_URL'))} to an address that is its alone.`,
  }) satisfies Partial<ProblemSentences>;
