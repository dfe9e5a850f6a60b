import { defineCommand, type CommandContext } from '../src/chat/command';
import type { Button, Message } from '../src/chat/platform';
import { strategies, type BalanceReport, type Strategy } from '../src/jobs/reports';
import { lines } from '../src/messages/rich';

/** To be taken up by a worker; what is taken up has its own time. */
const timeoutMs = 20_000;
/** As CLIProxyAPI itself shortens them: a button has little room. */
const short: Readonly<Record<Strategy, string>> = {
  'round-robin': 'rr',
  'fill-first': 'ff',
  'weighted-round-robin': 'wrr',
};

export const command = defineCommand({
  name: 'balance',
  options: [
    { name: 'server', required: true },
    // Words that are none must reach the worker, which says why.
    { name: 'strategy', looksLike: 'strategy', completes: strategies },
  ],
  access: 'operator',
  run: async context => {
    const { incoming, jobs, options, words } = context;
    const server = options['server'] ?? '';
    const typed = options['strategy'] ?? '';
    if (typed === '') return shown(context, await jobs.run('balance', { server }, timeoutMs));
    await incoming.answer({ text: words.balance.changing(server) });
    return changed(context, await jobs.run('balance', { server, strategy: typed }, timeoutMs));
  },
});

function shown({ words }: CommandContext, report: BalanceReport): Message {
  const { guideBlock, known, server, strategy } = report;
  const say = words.balance;
  const now = known.find(each => each === strategy);
  const others = known.filter(each => each !== strategy);
  return {
    text: lines(
      now === undefined ? say.unknownNow(server, strategy) : say.now(server, now),
      ...others.map(say.other),
      known.length === 1 && say.noOther(),
      guideBlock && say.guideBlock(server),
    ),
    buttons: others.map(each => [choose(server, each)]),
  };
}

function changed({ incoming, options, words }: CommandContext, report: BalanceReport): Message {
  const { before, by, guideBlock, server } = report;
  const say = words.balance;
  const strategy = strategies.find(each => each === report.strategy);
  if (strategy === undefined) throw new Error('a strategy was set that is none');
  const typed = options['strategy'] ?? '';
  const isOtherName = incoming.event.kind === 'command' && typed.toLowerCase() !== strategy;
  return {
    text: lines(
      before === undefined ? say.same(server, strategy) : say.changed(server, before, strategy),
      before !== undefined && by === 'file' && say.inFile(),
      isOtherName && say.called(typed, strategy),
      guideBlock && say.guideBlock(server),
    ),
  };
}

function choose(server: string, strategy: Strategy): Button {
  return { kind: 'action', label: strategy, action: `balance:${server}:${short[strategy]}` };
}
