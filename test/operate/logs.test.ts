import { UserError } from '../../src/errors';
import { readLogs } from '../../src/operate/logs';
import { openProxy } from './scene';

const logFile = '/CLIProxyAPI/logs/main.log';

function asking(lines: number) {
  return { server: 'ali', lines };
}

describe('the end of the log', () => {
  it('is the newest lines, oldest first, with their times', async () => {
    const { proxy, server } = openProxy();
    for (const [text, atMs] of [
      ['one', 1_000],
      ['two', 2_000],
      ['three', 3_000],
    ] as const) {
      server.log(text, atMs);
    }

    const report = await readLogs(proxy, asking(2));

    expect(report).toEqual({
      container: 'cliproxy',
      lines: [
        { atMs: 2_000, text: 'two' },
        { atMs: 3_000, text: 'three' },
      ],
    });
  });

  it('is there of a container that is down too', async () => {
    const { proxy, server } = openProxy();
    server.status = 'exited';
    server.log('proxy service exited with error');

    const { lines } = await readLogs(proxy, asking(30));

    expect(lines.map(line => line.text)).toEqual(['proxy service exited with error']);
  });

  it('is nothing where nothing was logged', async () => {
    const { proxy } = openProxy();

    const report = await readLogs(proxy, asking(30));

    expect(report).toEqual({ container: 'cliproxy', lines: [] });
  });

  it('holds no secrets, not even a part of one that a cut leaves', async () => {
    const { proxy, server } = openProxy();
    const token = `sk-ant-ort01-${'x'.repeat(90)}`;
    server.log(`{"refresh_token":"${token}"}`);
    server.log(`${'.'.repeat(480)} ${token}`);
    server.log('opened https://claude.ai/oauth/authorize?client_id=x&state=0123456789abcdef');

    const { lines } = await readLogs(proxy, asking(30));

    const text = lines.map(line => line.text).join('\n');
    expect(text).not.toMatch(/xxx|0123456789abcdef/);
    expect(lines).toHaveLength(3);
  });

  it('is made of plain lines of a bearable length', async () => {
    const { proxy, server } = openProxy();
    server.log(`\u001b[31mred\u001b[0m\tand\u0007 \r`);
    server.log('long '.repeat(500));

    const { lines } = await readLogs(proxy, asking(30));

    expect(lines[0]?.text).toBe('red and');
    expect(lines[1]?.text).toHaveLength(500);
    expect(lines[1]?.text).toMatch(/…$/);
  });

  it('brings the log file and what was printed into one order', async () => {
    const { proxy, server } = openProxy();
    server.log('API server started successfully on: :8317', Date.UTC(2026, 10, 20, 13, 0, 1));
    server.log('server clients and configuration updated: 1 clients', Date.UTC(2026, 10, 20, 13, 0, 3));
    server.put(
      logFile,
      '[2026-11-20 21:00:00] [info] before\n[2026-11-20 21:00:02] [info] between\n',
      Date.UTC(2026, 10, 20, 13, 0, 2),
    );

    const { lines } = await readLogs(proxy, asking(3));

    expect(lines.map(line => line.text)).toEqual([
      'API server started successfully on: :8317',
      '[2026-11-20 21:00:02] [info] between',
      'server clients and configuration updated: 1 clients',
    ]);
  });

  it('leaves out a log file that is left over from an earlier run', async () => {
    const { proxy, server } = openProxy();
    server.startedAtMs = 90_000;
    server.put(logFile, 'of old', 50_000);
    server.log('of now', 91_000);

    const { lines } = await readLogs(proxy, asking(30));

    expect(lines.map(line => line.text)).toEqual(['of now']);
  });

  it('is not more than the queue should carry: the oldest go first', async () => {
    const { proxy, server } = openProxy();
    for (let index = 0; index < 2_000; index++) server.log(`${index} `.padEnd(400, '.'));

    const { lines } = await readLogs(proxy, asking(2_000));

    expect(lines.length).toBeGreaterThan(500);
    expect(lines.map(line => line.text).join('').length).toBeLessThanOrEqual(256 * 1024);
    expect(lines.at(-1)?.text).toMatch(/^1999 /);
  });

  it('says why there is none', async () => {
    const { proxy, server } = openProxy();
    const problem = { code: 'container-missing', server: 'ali', container: 'cliproxy', others: [] } as const;
    server.unreachable = new UserError(problem);

    await expect(readLogs(proxy, asking(30))).rejects.toMatchObject({ problem });
  });
});
