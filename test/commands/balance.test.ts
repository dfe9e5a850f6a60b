import { command } from '../../commands/balance';
import { pressed } from '../../src/chat/buttons';
import { strategies, type BalanceReport } from '../../src/jobs/reports';
import { fakeJobs } from '../fakes/jobs';
import { bob } from '../fakes/login';
import { openScene } from './scene';

const ali = { server: 'ali' };

function answering(change: Partial<BalanceReport> = {}) {
  const usual: BalanceReport = {
    server: 'ali',
    strategy: 'round-robin',
    known: strategies,
    guideBlock: false,
    by: 'management',
  };
  return openScene('telegram', fakeJobs({ balance: () => Promise.resolve({ ...usual, ...change }) }));
}

describe('/balance', () => {
  it('shows what is gone by, and offers each other one as a button', async () => {
    const { run, jobs } = answering();

    const { incoming, reply, text } = await run(command, { options: ali });

    expect(jobs.ran).toEqual([{ name: 'balance', data: ali }]);
    expect(incoming.answers).toEqual([]);
    expect(text?.split('\n')).toEqual([
      '⚖️ ali goes by round-robin: all accounts in turn.',
      '• fill-first: one account until it is used up, then the next',
      '• weighted-round-robin: in turn, as often as each account weighs',
    ]);
    expect(reply?.buttons).toEqual([
      [{ kind: 'action', label: 'fill-first', action: 'balance:ali:ff' }],
      [{ kind: 'action', label: 'weighted-round-robin', action: 'balance:ali:wrr' }],
    ]);
  });

  it('has buttons that fit and mean what they say, for the longest name of a server', async () => {
    const server = 'a'.repeat(32);
    const { run } = answering({ server });

    const { reply } = await run(command, { options: { server } });

    const actions = (reply?.buttons ?? []).flat().map(button => ('action' in button ? button.action : ''));
    expect(actions.every(action => /^[A-Za-z0-9:._-]{1,48}$/.test(action))).toBe(true);
    expect(actions.map(pressed)).toEqual([
      { command: 'balance', options: { server, strategy: 'ff' } },
      { command: 'balance', options: { server, strategy: 'wrr' } },
    ]);
  });

  it('says what becomes of a word that the version does not know, and offers those that it does', async () => {
    const { run } = answering({ strategy: 'weighted-round-robin', known: ['round-robin', 'fill-first'] });

    const { reply, text } = await run(command, { options: ali });

    expect(text).toMatch(
      /says weighted-round-robin, which this version doesn't know. It goes by round-robin/,
    );
    expect(reply?.buttons?.flat().map(({ label }) => label)).toEqual(['round-robin', 'fill-first']);
  });

  it('says that an old version has no other', async () => {
    const { run } = answering({ known: ['round-robin'] });

    const { reply, text } = await run(command, { options: ali });

    expect(text).toMatch(/This version has no other; v6\.6\.42 brought fill-first\.$/);
    expect(reply?.buttons).toEqual([]);
  });

  it('points out the block of the guide', async () => {
    const { run } = answering({ guideBlock: true });

    const { text } = await run(command, { options: ali });

    expect(text).toMatch(/load_balancing: block\. It has no effect, since CLIProxyAPI never had it/);
  });

  it('sets the one that is named, and says what it was before', async () => {
    const { run, jobs } = answering({ strategy: 'fill-first', before: 'round-robin', by: 'file' });

    const { incoming, text } = await run(command, { options: { ...ali, strategy: 'fill-first' } });

    expect(jobs.ran).toEqual([{ name: 'balance', data: { server: 'ali', strategy: 'fill-first' } }]);
    expect(incoming.answers).toHaveLength(1);
    expect(text?.split('\n')).toEqual([
      '✅ ali: round-robin → fill-first (one account until it is used up, then the next).',
      'It stands in config.yaml now, and CLIProxyAPI has read it.',
    ]);
  });

  it.each([
    ['command', 'CLIProxyAPI calls weighted weighted-round-robin.'],
    ['action', undefined],
  ] as const)('says under which name the program knows what was typed (%s)', async (kind, line) => {
    const { run } = answering({ strategy: 'weighted-round-robin', before: 'round-robin' });
    const options = { ...ali, strategy: 'weighted' };
    const event =
      kind === 'action'
        ? { kind, action: 'balance:ali:wrr' }
        : ({ kind, name: 'balance', options, rest: '' } as const);

    const { text } = await run(command, { options, event });

    expect(text?.split('\n')[1]).toBe(line);
  });

  it('says when there was nothing to change', async () => {
    const { run } = answering();

    const { text } = await run(command, { options: { ...ali, strategy: 'rr' } });

    expect(text).toMatch(/^ali goes by round-robin already, so nothing was changed\./);
  });

  it('speaks Chinese', async () => {
    const { run } = answering();

    const { text } = await run(command, { options: ali, person: bob });

    expect(text).toMatch(/^⚖️ ali 的策略是 round-robin：所有账号轮流使用。/);
  });
});
