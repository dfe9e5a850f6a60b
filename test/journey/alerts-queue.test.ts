import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { startBot, type Bot } from '../../src/bot';
import type { Message, MessageRef } from '../../src/chat/platform';
import type { Config } from '../../src/config';
import { openEmbeddedJobs } from '../../src/jobs/embedded';
import type { Incident } from '../../src/jobs/incident';
import type { Jobs } from '../../src/jobs/jobs';
import { incidentOf, refused, watchOf } from '../fakes/incident';
import { eventually } from './house';
import { command, MemoryChat } from './memory-chat';
import { access, ada, bob, group } from './world';

jest.setTimeout(60_000);

const config = {
  servers: [{ name: 'ali' }, { name: 'tokyo' }],
  alerts: [{ to: group }],
  access,
  language: 'en',
} as unknown as Config;
const log = pino({ level: 'silent' });

/** A chat whose server answers nothing but failures for a while. */
class FailingChat extends MemoryChat {
  isAway = false;
  attempts = 0;

  override send(...given: [MessageRef['address'], Message]): Promise<MessageRef> {
    this.attempts++;
    return this.isAway ? Promise.reject(new Error('500: Internal Server Error')) : super.send(...given);
  }
}

describe('alerts through the queue on disk', () => {
  let directory: string;
  let jobs: Jobs;
  let bot: Bot;
  let chat: FailingChat;

  async function start(): Promise<void> {
    jobs = await openEmbeddedJobs({ directory, log });
    bot = await startBot(config, [chat], jobs, log);
  }

  async function stop(): Promise<void> {
    await bot.stop();
    await jobs.close();
  }

  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), 'cliproxy-alerts-'));
    chat = new FailingChat();
    await start();
    await jobs.write('watch', 'ali', watchOf());
    await jobs.write('watch', 'tokyo', watchOf());
    await eventually(
      'the chat is known',
      async () => (await jobs.read('told', group)) !== undefined || undefined,
    );
  });

  afterEach(async () => {
    await stop();
    rmSync(directory, { recursive: true, force: true });
  });

  /** As a watcher does it. */
  async function watched(server: string, ...incidents: readonly Incident[]): Promise<void> {
    await jobs.write('watch', server, watchOf(...incidents));
    await jobs.signal({ kind: 'incidents', server });
  }

  /** What stands in the group, once it holds these words. */
  function reads(words: RegExp): Promise<readonly string[]> {
    return eventually(
      `the group reads ${String(words)}`,
      () => {
        const texts = chat.in(group).map(each => each.text);
        return texts.some(text => words.test(text)) ? texts : undefined;
      },
      () => JSON.stringify(chat.in(group), undefined, 1),
    );
  }

  const now = (change: Partial<Incident> = {}): Incident =>
    incidentOf({ startedAtMs: Date.now(), ...change });

  it('go on in the same message after the program was started anew', async () => {
    const crash = now();
    await watched('ali', crash);
    await reads(/crashed/);
    await stop();

    await start();
    await watched('ali', { ...crash, revision: 2, endedAtMs: crash.startedAtMs + 90_000 });

    await reads(/^✅ ali: works again after 2 min$/);
    const texts = await reads(/^✅ ali: works again after 2 min\nCLIProxyAPI crashed/);
    expect(texts).toHaveLength(2);
  });

  it('wait for a chat that is away and come in order, once each', async () => {
    chat.isAway = true;
    await watched('ali', now());
    await eventually('it was tried', () => chat.attempts > 0 || undefined);
    await watched('tokyo', now({ server: 'tokyo' }));
    await eventually('it was tried again', () => chat.attempts > 1 || undefined);

    chat.isAway = false;

    const texts = await reads(/tokyo/);
    expect(texts).toEqual([expect.stringContaining('ali'), expect.stringContaining('tokyo')]);
  });

  it('stay muted after the program was started anew, until somebody lets them through', async () => {
    await chat.does(ada, command('mute', { for: '2h', server: 'ali' }), group);
    await stop();
    await start();
    await watched('ali', now());
    await watched('tokyo', now({ server: 'tokyo' }));
    const during = await reads(/tokyo: CLIProxyAPI crashed/);

    await chat.does(bob, command('unmute', { server: 'ali' }), group);

    expect(during.filter(text => text.includes('ali: CLI'))).toEqual([]);
    await reads(/🔴 ali: CLIProxyAPI crashed/);
  });

  it('start one login when two people press the same button', async () => {
    await watched('ali', now({ trouble: refused }));
    await reads(/must be logged in again/);
    const [button] = chat.in(group).flatMap(each => each.buttons);
    if (button?.kind !== 'action') throw new Error('no button to press');
    const press = { kind: 'action', action: button.action } as const;

    await Promise.all([chat.does(ada, press, group), chat.does(bob, press, group)]);

    expect(button.label).toBe('Log in again');
    expect(await jobs.line('ali')).toHaveLength(1);
    expect(chat.in(group).map(each => each.text)).toEqual([
      expect.stringContaining('must be logged in again'),
      expect.stringMatching(/privately|私信|already|已经|正在/),
      expect.stringMatching(/privately|私信|already|已经|正在/),
    ]);
  });
});
