import { linesWithTimes, logFileSince } from '../../src/cliproxy/log-file';
import { fakeServer, place } from '../login/fake-server';

const path = '/CLIProxyAPI/logs/main.log';
const writtenAtMs = Date.UTC(2026, 10, 20, 13, 15, 40);

async function linesOf(content: string, modifiedAtMs = writtenAtMs) {
  const server = fakeServer();
  server.put(path, content, modifiedAtMs);
  const file = await logFileSince(await server.container(), place, 0);
  return linesWithTimes(file ?? fail('no file'));
}

function fail(why: string): never {
  throw new Error(why);
}

describe('the log file of CLIProxyAPI', () => {
  it('beside the program is the one that is read, unless only the other was written to since', async () => {
    const server = fakeServer();
    server.put(path, 'of old', 1_000);
    server.put('/root/.cli-proxy-api/logs/main.log', 'of now', 90_000);
    const container = await server.container();

    const found = await Promise.all(
      [0, 50_000, 200_000].map(afterMs => logFileSince(container, place, afterMs)),
    );

    expect(found.map(file => file?.content.toString())).toEqual(['of old', 'of now', undefined]);
  });

  it.each([
    ['Asia/Shanghai', '21:15:3'],
    ['UTC', '13:15:3'],
    ['Asia/Kolkata', '18:45:3'],
    ['America/New_York', '08:15:3'],
  ])('has times that are right in %s', async (_zone, minute) => {
    const lines = await linesOf(
      `[2026-11-20 ${minute}5] [info] [main.go:1] one\n[2026-11-20 ${minute}9] [info] [main.go:1] two\n`,
    );

    expect(lines.map(line => new Date(line.atMs).toISOString())).toEqual([
      '2026-11-20T13:15:35.000Z',
      '2026-11-20T13:15:39.000Z',
    ]);
  });

  it('gives a line without a time that of the one above it', async () => {
    const lines = await linesOf('[2026-11-20 21:15:35] [error] [x.go:1] refused:\n  <html>\n\n');

    expect(lines).toEqual([
      { atMs: Date.UTC(2026, 10, 20, 13, 15, 35), text: '[2026-11-20 21:15:35] [error] [x.go:1] refused:' },
      { atMs: Date.UTC(2026, 10, 20, 13, 15, 35), text: '  <html>' },
    ]);
  });

  it('that has no times at all is as old as itself', async () => {
    const lines = await linesOf('panic: no\n[9999-99-99 99:99:99] never');

    expect(lines.map(line => line.atMs)).toEqual([writtenAtMs, writtenAtMs]);
  });
});
