import { startBot } from '../src/bot';
import type { CommandDescription, Listener, Platform } from '../src/chat/platform';
import type { Config } from '../src/config';
import type { AccountsReport } from '../src/jobs/account';
import type { Telling } from '../src/jobs/contracts';
import { eventually } from './chat/eventually';
import { incidentOf, watchOf } from './fakes/incident';
import { fakeJobs } from './fakes/jobs';
import { keptLog } from './fakes/log';
import { ada, group, loginOf } from './fakes/login';
import { fakePlatform, incomingFrom, type FakePlatform } from './fakes/platform';
import { plainText } from './fakes/plain';

/** What the bot reads of the configuration. */
const config = { servers: [{ name: 'ali' }], access: [], alerts: [], language: 'en' } as unknown as Config;
const accounts = { kind: 'command', name: 'accounts', options: {}, rest: '' } as const;
const me = { ...ada, id: 'terminal:me' } as const;

const emptyReport = (server: string): AccountsReport => ({
  server,
  accounts: [],
  management: 'no-key',
  atMs: 0,
});

interface Started {
  readonly fake: FakePlatform;
  readonly platform: Platform;
  readonly commands: () => readonly CommandDescription[];
  readonly listener: () => Listener;
}

/** A fake platform that keeps what it was started with, and writes down when it stops. */
function listening(name: Platform['name'], happened: string[] = []): Started {
  const fake = fakePlatform(name);
  let started: readonly [readonly CommandDescription[], Listener] | undefined;
  const known = (): readonly [readonly CommandDescription[], Listener] => {
    if (started === undefined) throw new Error(`${name} was not started`);
    return started;
  };
  return {
    fake,
    commands: () => known()[0],
    listener: () => known()[1],
    platform: {
      ...fake,
      start: (...given) => {
        started = given;
        return Promise.resolve();
      },
      stop: () => Promise.resolve(void happened.push(`${name} stopped`)),
    },
  };
}

describe('the bot', () => {
  it('publishes every command on every platform', async () => {
    const all = [listening('discord'), listening('telegram')];

    const bot = await startBot(
      config,
      all.map(each => each.platform),
      fakeJobs(),
      keptLog().log,
    );

    const names = all.map(each => each.commands().map(command => command.name));
    expect(names[0]).toEqual(expect.arrayContaining(['accounts', 'callback', 'cancel', 'claude-login']));
    expect(names[1]).toEqual(names[0]);
    await bot.stop();
  });

  it('lets the person at the terminal do everything, and nobody elsewhere who is not named', async () => {
    const terminal = listening('terminal');
    const telegram = listening('telegram');
    const jobs = fakeJobs({ accounts: ({ server }) => Promise.resolve(emptyReport(server)) });
    const bot = await startBot(config, [terminal.platform, telegram.platform], jobs, keptLog().log);
    const mine = incomingFrom(terminal.fake, me, accounts);
    const theirs = incomingFrom(telegram.fake, ada, accounts);

    await terminal.listener().receive(mine);
    await telegram.listener().receive(theirs);

    expect(mine.answers.map(({ text }) => plainText(text))).toEqual([
      expect.stringContaining('no accounts yet'),
    ]);
    expect(theirs.answers.map(({ text }) => plainText(text))).toEqual([
      expect.stringContaining('You may not do that'),
    ]);
    await bot.stop();
  });

  it('delivers what workers tell, each platform its own', async () => {
    const { fake, platform } = listening('telegram');
    const outboxes = new Map<string, (telling: Telling) => Promise<void>>();
    const login = loginOf({ state: { kind: 'checking' } });
    const jobs = fakeJobs();
    jobs.logins.push({ ...login, shownAt: await fake.send(login.shownAt.address, { text: ['…'] }) });
    jobs.workOutbox = (name, handler) => {
      outboxes.set(name, handler);
      return () => Promise.resolve();
    };
    const bot = await startBot(config, [platform], jobs, keptLog().log);

    await outboxes.get('telegram')?.({ kind: 'status', login: login.id });

    expect([...outboxes.keys()]).toEqual(['telegram']);
    expect(fake.lastIn(login.shownAt.address)).toContain('checking');
    await bot.stop();
  });

  it('tells a chat of ALERTS what watchers saw, and how long that took', async () => {
    const { fake, platform } = listening('telegram');
    const outboxes = new Map<string, (telling: Telling) => Promise<void>>();
    const delays: number[] = [];
    const jobs = fakeJobs();
    jobs.workOutbox = (name, handler) => {
      outboxes.set(name, handler);
      return () => Promise.resolve();
    };
    jobs.tell = async (name, telling) => outboxes.get(name)?.(telling);
    const bot = await startBot({ ...config, alerts: [{ to: group }] }, [platform], jobs, keptLog().log, {
      onTold: ms => void delays.push(ms),
    });

    await jobs.write('watch', 'ali', watchOf(incidentOf({ seenAtMs: Date.now() })));
    await jobs.signal({ kind: 'incidents', server: 'ali' });
    await eventually(
      () => fake.lastIn(group),
      text => text?.includes('CLIProxyAPI crashed') === true,
    );

    expect(delays).toEqual([expect.any(Number)]);
    await bot.stop();
  });

  it('stops its outbox before the platform that this writes to', async () => {
    const happened: string[] = [];
    const { platform } = listening('telegram', happened);
    const jobs = fakeJobs();
    jobs.workOutbox = () => () => Promise.resolve(void happened.push('outbox stopped'));
    const bot = await startBot(config, [platform], jobs, keptLog().log);

    await bot.stop();

    expect(happened).toEqual(['outbox stopped', 'telegram stopped']);
  });

  it('does not wait for ever for what waits for its turn on a platform', async () => {
    const happened: string[] = [];
    const { platform } = listening('telegram', happened);
    const jobs = fakeJobs();
    jobs.workOutbox = () => () => new Promise(() => undefined);
    const bot = await startBot(config, [platform], jobs, keptLog().log);

    await bot.stop();

    expect(happened).toEqual(['telegram stopped']);
  });

  it('is settled when everything that was heard has been dealt with', async () => {
    const { fake, platform, listener } = listening('terminal');
    let answer: () => void = () => undefined;
    const jobs = fakeJobs({
      accounts: ({ server }) => new Promise(resolve => (answer = () => resolve(emptyReport(server)))),
    });
    const bot = await startBot(config, [platform], jobs, keptLog().log);
    let isSettled = false;

    const heard = listener().receive(incomingFrom(fake, me, accounts));
    const settled = bot.settled().then(() => (isSettled = true));
    await eventually(
      () => jobs.ran.length,
      count => count === 1,
    );
    const wasSettled = isSettled;
    answer();
    await Promise.all([heard, settled]);

    expect(wasSettled).toBe(false);
    expect(isSettled).toBe(true);
    await bot.stop();
  });
});
