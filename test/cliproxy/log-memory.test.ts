import { UserError } from '../../src/errors';
import { hour, minute, nowMs } from './account-file';
import { logged, openLog, startLine, suspendedLine } from './log-scene';

const count = (files: number) =>
  `server clients and configuration updated: ${files} clients (${files} auth entries + 0 Codex keys)`;

describe('what a worker remembers of a log', () => {
  it('begins with its end, and asks later only for what came since', async () => {
    const { server, asked, clients, wait } = openLog();
    server.log(logged(suspendedLine('ada')), nowMs);
    await clients();
    server.log(logged(suspendedLine('bob')), nowMs + minute);
    wait(minute);

    const known = await clients();

    expect(known).toEqual(['ada', 'bob']);
    expect(asked).toEqual([{ tail: 5_000 }, { tail: 5_000, sinceMs: nowMs - 1_000 }]);
  });

  it('is kept when it has gone from the end of the log, counts as well', async () => {
    const { server, look, wait } = openLog();
    server.log(count(4), nowMs - hour);
    server.log(logged(suspendedLine('ada')), nowMs - hour);
    await look();
    for (let line = 0; line < 6_000; line++) server.log(logged('200 | POST /v1/messages'), nowMs + line);
    wait(2 * hour);

    const { counts, said } = await look();

    expect(counts).toMatchObject({ clients: 4, atMs: nowMs - hour });
    expect(said).toHaveLength(1);
  });

  it('holds of each the last word, however often it is read', async () => {
    const { server, look } = openLog();
    server.log(count(1), nowMs);
    server.log(logged(suspendedLine('ada')), nowMs);
    server.log(logged('Resumed client ada for model claude-opus-4-5'), nowMs);
    server.log(count(2), nowMs);

    const looks = [await look(), await look()];

    for (const { counts, said } of looks) {
      expect(counts?.clients).toBe(2);
      expect(said.map(({ evidence }) => evidence)).toEqual(['ended']);
    }
  });

  it('is begun anew with another container', async () => {
    const { server, asked, clients } = openLog();
    server.log(logged(suspendedLine('ada')), nowMs);
    await clients();
    server.id = 'decade';

    await clients();

    expect(asked).toEqual([{ tail: 5_000 }, { tail: 5_000 }]);
  });

  it('makes up within the hour for a clock that was set back', async () => {
    const { server, clients, wait } = openLog();
    server.log(logged(suspendedLine('ada')), nowMs);
    await clients();
    server.log(logged(suspendedLine('bob')), nowMs - 8 * hour);
    const before = await clients();
    wait(hour);

    const after = await clients();

    expect(before).toEqual(['ada']);
    expect(after).toEqual(['bob', 'ada']);
  });

  it('stays small, however many the log speaks of', async () => {
    const { server, clients } = openLog();
    for (let number = 0; number < 500; number++)
      server.log(logged(suspendedLine(`c${number}`)), nowMs + number);

    const known = await clients();

    expect(known).toHaveLength(100);
    expect(known.at(-1)).toBe('c499');
  });

  it('is the same for two who look at the same time', async () => {
    const { server, asked, clients } = openLog();
    server.log(logged(suspendedLine('ada')), nowMs);

    const known = await Promise.all([clients(), clients()]);

    expect(known).toEqual([['ada'], ['ada']]);
    expect(asked).toEqual([{ tail: 5_000 }, { tail: 5_000, sinceMs: nowMs - 1_000 }]);
  });

  it('outlasts a look that failed', async () => {
    const { server, look, clients } = openLog();
    server.log(startLine, nowMs);
    server.log(logged(suspendedLine('ada')), nowMs);
    await clients();
    server.unreachable = new UserError({ code: 'connection-lost', server: 'ali' });
    const failed = look();
    await expect(failed).rejects.toMatchObject({ problem: { code: 'connection-lost' } });
    server.unreachable = undefined;

    expect(await clients()).toEqual(['ada']);
  });
});
