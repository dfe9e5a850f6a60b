import { command } from '../../commands/onehub';
import type { PlatformName } from '../../src/chat/platform';
import type { OneHubChannel, OneHubReport } from '../../src/jobs/reports';
import { fakeJobs } from '../fakes/jobs';
import { bob, group } from '../fakes/login';
import { buttonsOf } from '../fakes/plain';
import { openScene } from './scene';

const channel = (change: Partial<OneHubChannel> = {}): OneHubChannel => ({
  id: 3,
  name: 'cliproxy-ali',
  server: 'ali',
  state: 'on',
  models: 12,
  ...change,
});

type Connected = Extract<OneHubReport, { readonly kind: 'connected' }>;
const connected = (change: Partial<Connected> = {}): Connected => ({
  kind: 'connected',
  channel: channel(),
  added: false,
  changed: [],
  switchedOn: false,
  test: { ok: true, model: 'claude-opus', ms: 1_234 },
  ...change,
});

function reporting(report: OneHubReport, platform: PlatformName = 'telegram') {
  return openScene(platform, fakeJobs({ onehub: () => Promise.resolve(report) }));
}

const ali = { options: { server: 'ali' } };
const testedAtMs = Date.UTC(2026, 10, 22, 12);

describe('/onehub', () => {
  it('lists the channels, those that need somebody first, and the servers that have none', async () => {
    const { run, jobs } = reporting({
      kind: 'channels',
      channels: [
        channel({ server: 'oslo', name: 'north', state: 'off' }),
        channel({ testedAtMs, responseMs: 1_234 }),
        channel({ server: 'rome', name: 'south', state: 'auto-off', models: 1 }),
        channel({ server: 'bonn', name: 'west', astray: true }),
      ],
      missing: ['tokyo'],
    });

    const { text } = await run(command, { servers: ['ali', 'oslo', 'rome', 'bonn', 'tokyo'] });

    expect(jobs.ran).toEqual([{ name: 'onehub', data: {} }]);
    expect(text?.split('\n')).toEqual([
      'One-Hub: 4 channels lead to our servers.',
      '⚠️ bonn – west: on, but its address is wrong, 12 models, never tested',
      '⚠️ rome – south: switched off by One-Hub, 1 model, never tested',
      '✅ ali – cliproxy-ali: on, 12 models, tested 2026-11-22T12:00:00.000Z: 1.2 s',
      '⏸ oslo – north: switched off, 12 models, never tested',
      'Without a channel: tokyo. Add one with /onehub tokyo.',
    ]);
  });

  it('offers to connect those that have none, and to update the others', async () => {
    const { run } = reporting({
      kind: 'channels',
      channels: [channel(), channel({ id: 4 })],
      missing: ['tokyo'],
    });

    const { reply } = await run(command, { servers: ['ali', 'tokyo'] });

    expect(buttonsOf(reply ?? { text: [] })).toEqual([
      { kind: 'action', label: 'Connect tokyo', action: 'onehub:tokyo', style: 'primary' },
      { kind: 'action', label: 'Update ali', action: 'onehub:ali' },
    ]);
  });

  it('shows nobody the channels of servers where they may do nothing', async () => {
    const { run } = reporting({ kind: 'channels', channels: [channel()], missing: ['tokyo'] });

    const { reply, text } = await run(command, { servers: ['oslo'] });

    expect(text).toBe('One-Hub has no channel for our servers yet.');
    expect(buttonsOf(reply ?? { text: [] })).toEqual([]);
  });

  it('keeps the longest list within a message', async () => {
    const names = Array.from({ length: 60 }, (_, index) => `${index}`.padEnd(32, 'x'));
    const channels = names.map(server =>
      channel({ server, name: 'n'.repeat(200), testedAtMs, astray: true }),
    );
    const { run } = reporting({ kind: 'channels', channels, missing: names }, 'discord');

    const { text = '', reply } = await run(command, { servers: names });

    expect(text).toContain('… and 50 more');
    expect(text.length).toBeLessThan(1_900);
    expect(buttonsOf(reply ?? { text: [] }).length).toBeLessThanOrEqual(4);
  });

  it('says what it does, then that a server was added, and how long the test took', async () => {
    const { run, jobs } = reporting(connected({ added: true }));

    const { incoming, reply, text } = await run(command, ali);

    expect(jobs.ran).toEqual([{ name: 'onehub', data: { server: 'ali' } }]);
    expect(incoming.answers).toHaveLength(1);
    expect(text?.split('\n')).toEqual([
      '✅ ali is now in One-Hub: channel cliproxy-ali, 12 models.',
      "One-Hub's test with claude-opus: answered in 1.2 s.",
    ]);
    expect(buttonsOf(reply ?? { text: [] })).toEqual([
      { kind: 'action', label: 'All channels', action: 'onehub' },
    ]);
  });

  it.each([
    [{ changed: [] }, '✅ Channel cliproxy-ali for ali was up to date: 12 models.'],
    [
      { changed: ['address', 'key'] as const },
      '✅ Channel cliproxy-ali for ali is up to date again: address mended, key. 12 models.',
    ],
  ])('says what it changed: %j', async (change, line) => {
    const { run } = reporting(connected(change));

    const { text } = await run(command, ali);

    expect(text?.split('\n')[0]).toBe(line);
  });

  it.each([
    [{ switchedOn: true }, 'One-Hub had switched the channel off after an error. It is on again.'],
    [
      { channel: channel({ state: 'off' }) },
      "Somebody switched the channel off, so I left it off. Switch it on in One-Hub's panel.",
    ],
    [
      { channel: channel({ state: 'auto-off' }) },
      'One-Hub has switched the channel off. Once a test goes well I switch it on again.',
    ],
  ])('says whether it is on: %j', async (change, line) => {
    const { run } = reporting(connected(change));

    const { text } = await run(command, ali);

    expect(text?.split('\n').at(-1)).toBe(line);
  });

  it("shows One-Hub's reason, and offers to test again", async () => {
    const { run } = reporting(
      connected({ test: { ok: false, model: 'claude-opus', reason: 'Provider API error: cooling down' } }),
    );

    const { reply, text } = await run(command, ali);

    expect(text?.split('\n').slice(1)).toEqual([
      "⚠️ One-Hub's test with claude-opus failed. It says:",
      'Provider API error: cooling down',
    ]);
    expect(buttonsOf(reply ?? { text: [] }).map(({ label }) => label)).toEqual([
      'Test again',
      'Find the cause',
      'All channels',
    ]);
  });

  it('says when the test did not end', async () => {
    const { run } = reporting(connected({ test: { ok: false, model: 'claude-opus' } }));

    const { text } = await run(command, ali);

    expect(text).toMatch(/test with claude-opus did not end within a minute/);
  });

  it('masks e-mails in a reason where others read', async () => {
    const test = {
      ok: false,
      model: 'claude-opus',
      reason: 'account ada@example.com is cooling down',
    } as const;
    const { run } = reporting(connected({ test }));

    const { text } = await run(command, { ...ali, place: group });

    expect(text).not.toContain('ada@example.com');
    expect(text).toContain('…@example.com');
  });

  it('speaks Chinese', async () => {
    const { run } = reporting(connected({ added: true }));

    const { text } = await run(command, { ...ali, person: bob });

    expect(text?.split('\n')).toEqual([
      '✅ ali 已接入 One-Hub：渠道 cliproxy-ali，12 个模型。',
      'One-Hub 用 claude-opus 测试成功，用时 1.2 秒。',
    ]);
  });
});
