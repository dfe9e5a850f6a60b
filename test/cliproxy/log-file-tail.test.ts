import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Execution } from '../../src/server/server';
import { place } from '../login/fake-server';
import { hour, minute, nowMs } from './account-file';
import { logged, openLog, startLine, suspendedLine, type LogScene } from './log-scene';

/** The tools of this machine, on the files of a container. */
describe('a log that CLIProxyAPI writes to a file', () => {
  let root: string;
  let path: string;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'cliproxy-log-'));
    path = join(root, '/CLIProxyAPI/logs/main.log');
    mkdirSync(join(path, '..'), { recursive: true });
  });
  afterEach(() => rmSync(root, { recursive: true }));

  const open = (): LogScene => openLog(argv => run(root, argv));
  const touch = (): void => utimesSync(path, nowMs / 1_000, nowMs / 1_000);
  const write = (...texts: readonly string[]): void => {
    appendFileSync(path, texts.map(text => `${logged(text)}\n`).join(''));
    touch();
  };

  it('is read there, with the right time', async () => {
    const { server, look } = open();
    server.log(startLine, nowMs);
    write('one', suspendedLine('ada'));

    const { said } = await look();

    expect(said).toMatchObject([{ atMs: nowMs, subject: { client: 'ada' } }]);
  });

  it('is left alone while the container has it', async () => {
    const { server, clients, programs } = open();
    server.log(startLine, nowMs);
    server.log(logged('core auth auto-refresh started (interval=15m0s)'), nowMs);
    write(suspendedLine('ada'));

    const known = await clients();

    expect(known).toEqual([]);
    expect(programs).toEqual([]);
  });

  it('is looked for again when the container has started anew without it', async () => {
    const { server, clients } = open();
    server.log(logged('of the last run'), nowMs - hour);
    await clients();
    server.log(startLine, nowMs);
    write(suspendedLine('ada'));

    expect(await clients()).toEqual(['ada']);
  });

  it('is asked for every few minutes, and read where it has grown', async () => {
    const { server, clients, programs, wait } = open();
    server.log(startLine, nowMs);
    write(suspendedLine('ada'));
    await clients();
    write(suspendedLine('bob'));
    wait(minute);
    const tooEarly = await clients();
    wait(4 * minute);
    const known = await clients();
    wait(5 * minute);
    await clients();

    expect(tooEarly).toEqual(['ada']);
    expect(known).toEqual(['ada', 'bob']);
    expect(programs.map(([program]) => program)).toEqual(['stat', 'tail', 'stat', 'tail', 'stat']);
    expect(programs[3]?.[2]).toBe(`+${logged(suspendedLine('ada')).length + 1}`);
  });

  it('is read from its beginning when it was turned over', async () => {
    const { server, clients, wait } = open();
    server.log(startLine, nowMs);
    write('a long line that is in the old file alone', suspendedLine('ada'));
    await clients();
    writeFileSync(path, '');
    write(suspendedLine('bob'));
    wait(5 * minute);

    expect(await clients()).toEqual(expect.arrayContaining(['ada', 'bob']));
  });

  it('is not read whole when it is large, nor is half a line taken for one', async () => {
    const { server, clients } = open();
    server.log(startLine, nowMs);
    write(suspendedLine('of-old'));
    // What is cut ends with words that would mean something.
    write('x'.repeat(600_000) + suspendedLine('cut'), suspendedLine('ada'));

    expect(await clients()).toEqual(['ada']);
  });

  it('counts for nothing where it is left over from before the start', async () => {
    const { server, clients, programs } = open();
    server.log(startLine, nowMs);
    server.startedAtMs = nowMs + hour;
    write(suspendedLine('ada'));

    const known = await clients();

    expect(known).toEqual([]);
    expect(programs.map(([program]) => program)).toEqual(['stat']);
  });

  it('is read whole, and once an hour, where the image has no tools', async () => {
    const { server, clients, programs, wait } = openLog();
    server.log(startLine, nowMs);
    server.put('/CLIProxyAPI/logs/main.log', `${logged(suspendedLine('ada'))}\n`, nowMs);
    const first = await clients();
    server.put('/CLIProxyAPI/logs/main.log', `${logged(suspendedLine('bob'))}\n`, nowMs);
    wait(59 * minute);
    const early = await clients();
    wait(minute);
    const later = await clients();

    expect([first, early]).toEqual([['ada'], ['ada']]);
    expect(later).toEqual(['ada', 'bob']);
    expect(programs).toHaveLength(2);
    expect(programs[0]).toContain(`${place.authDir}/logs/main.log`);
  });
});

function run(root: string, [program = '', ...args]: readonly string[]): Execution {
  const child = spawn(
    program,
    args.map(arg => (arg.startsWith('/') ? join(root, arg) : arg)),
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const ended = once(child, 'close');
  return {
    output: (async function* () {
      // It names the files as the container has them.
      for await (const piece of child.stdout) yield String(piece).replaceAll(`${root}/`, '/');
    })(),
    exitCode: async () => {
      await ended;
      return child.exitCode ?? undefined;
    },
  };
}
