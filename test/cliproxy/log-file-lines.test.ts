import { linesOfLogFile } from '../../src/cliproxy/log-file-lines';
import { fakeServer, place } from '../login/fake-server';

describe('the log file of CLIProxyAPI', () => {
  it.each(['/CLIProxyAPI/logs/main.log', '/root/.cli-proxy-api/logs/main.log'])(
    'is found at %s',
    async path => {
      const server = fakeServer();
      server.put(path, 'one\ntwo');

      const lines = await linesOfLogFile(await server.container(), place, 0);

      expect(lines).toEqual(['one', 'two']);
    },
  );

  it('says what came after the last start of a program', async () => {
    const server = fakeServer();
    server.put(
      '/CLIProxyAPI/logs/main.log',
      'CLIProxyAPI Version: 7\nolder\nCLIProxyAPI Version: 7\nours\nlast',
    );

    const lines = await linesOfLogFile(await server.container(), place, 0);

    expect(lines).toEqual(['ours', 'last']);
  });

  it('has nothing to say where there is none', async () => {
    const server = fakeServer();

    const lines = await linesOfLogFile(await server.container(), place, 0);

    expect(lines).toEqual([]);
  });

  it('is not listened to when nothing was written to it since', async () => {
    const server = fakeServer();
    server.put('/CLIProxyAPI/logs/main.log', 'of old');
    const container = await server.container();
    const [file] = (await container.files('/CLIProxyAPI/logs/main.log', { maxFileBytes: 100 })) ?? [];

    const lines = await linesOfLogFile(container, place, (file?.modifiedAtMs ?? 0) + 1_000);

    expect(file).toBeDefined();
    expect(lines).toEqual([]);
  });
});
