import { explaining, explainLog } from '../../src/watch/explain-log';
import { fakeServer, place, type FakeServer } from '../login/fake-server';

const at = (...texts: readonly string[]) => texts.map((text, index) => ({ atMs: 1_000 + index, text }));
const run = { startedAtMs: 10_000, endedAtMs: 20_000 };

describe('the lines that explain an end', () => {
  it('are the errors, without their time and place', () => {
    const log = at(
      'CLIProxyAPI Version: 7.2.140, Commit: 1, BuiltAt: 2026-08-22',
      'API server started successfully on: :8317',
      '[2026-08-22 22:39:03] [--------] [info ] [clients.go:152] full client load complete - 0 clients',
      '[2026-08-22 22:39:04] [--------] [error] [run.go:54] proxy service exited with error: listen tcp: bind',
    );

    expect(explaining(log)).toEqual(['proxy service exited with error: listen tcp: bind']);
  });

  it('are errors in the form of before v6.6.50, and what Go says of a panic', () => {
    const log = at(
      '[2025-11-20 21:14:55] [error] [main.go:397] failed to load config: is a directory',
      'panic: nil map',
    );

    expect(explaining(log)).toEqual(['failed to load config: is a directory', 'panic: nil map']);
  });

  it('are the last words where nothing looks like an error', () => {
    const log = at('one', 'two', '', 'three', 'four');

    expect(explaining(log)).toEqual(['two', 'three', 'four']);
  });

  it('are six at most, the last ones, and each once', () => {
    const log = at(...Array.from({ length: 10 }, (_, index) => `error ${index}`), 'error 9', 'error 9');

    expect(explaining(log)).toEqual(['error 4', 'error 5', 'error 6', 'error 7', 'error 8', 'error 9']);
  });

  it('are short, and hold no secret', () => {
    const [line = ''] = explaining(at(`error: sk-ant-oat01-abcdefghijkl ${'x y '.repeat(200)}`));

    expect(line).toHaveLength(200);
    expect(line).not.toContain('abcdefghijkl');
  });
});

describe('looking for them', () => {
  const look = async (server: FakeServer) => explainLog(await server.container(), place, run);

  it('leaves out what other runs said', async () => {
    const server = fakeServer();
    server.log('error of the run before', 5_000);
    server.log('error of this run', 19_990);
    server.log('error of the run after', 25_000);

    expect(await look(server)).toEqual(['error of this run']);
  });

  it('finds them in the log file where the log has none', async () => {
    const server = fakeServer();
    server.log('API server started successfully', 11_000);
    const text = '[1970-01-01 00:00:15] [--------] [error] [run.go:54] no auth available\n';
    server.put('/CLIProxyAPI/logs/main.log', text, 15_000);

    expect(await look(server)).toEqual(['no auth available']);
  });
});
