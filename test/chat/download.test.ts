import { createServer, type RequestListener, type Server } from 'node:http';
import { download } from '../../src/chat/download';

describe('a download', () => {
  let server: Server;
  let answers: RequestListener[];
  let asked: number;

  beforeEach(async () => {
    answers = [];
    asked = 0;
    server = createServer((request, response) => {
      asked += 1;
      const answer = answers.shift() ?? (() => response.writeHead(404).end());
      answer(request, response);
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  });

  afterEach(async () => {
    server.closeAllConnections();
    // Closing what is closed is an error that nobody minds.
    await new Promise(resolve => server.close(resolve));
  });

  function address(): string {
    const at = server.address();
    return `http://127.0.0.1:${typeof at === 'object' && at !== null ? String(at.port) : ''}/file/bot1:secret/a.json`;
  }

  it('brings the bytes as they are', async () => {
    answers.push((_, response) => response.end(Buffer.from([0, 255, 10, 13])));

    const bytes = await download(address(), 4);

    expect([...bytes]).toEqual([0, 255, 10, 13]);
  });

  it('is refused by its length before it begins', async () => {
    answers.push((_, response) => response.writeHead(200, { 'content-length': '1000000' }).flushHeaders());

    const bytes = download(address(), 10);

    await expect(bytes).rejects.toMatchObject({ problem: { code: 'import-too-large', mostBytes: 10 } });
  });

  it('ends where it becomes too large, whatever was announced', async () => {
    const closed = new Promise(resolve => {
      answers.push((_, response) => {
        const more = setInterval(() => response.write(Buffer.alloc(1_024)), 1);
        response.on('close', () => {
          clearInterval(more);
          resolve('closed');
        });
      });
    });

    const bytes = download(address(), 10_000);

    await expect(bytes).rejects.toMatchObject({ problem: { code: 'import-too-large' } });
    expect(await closed).toBe('closed');
  });

  it('takes no longer than it may', async () => {
    answers.push((_, response) => response.writeHead(200).write('{'));

    const bytes = download(address(), 10, 100);

    await expect(bytes).rejects.toMatchObject({ problem: { code: 'import-unreadable', detail: 'timeout' } });
  });

  it('is tried once more when the other end fails', async () => {
    answers.push((_, response) => response.writeHead(502).end('bad gateway'));
    answers.push((_, response) => response.end('{}'));

    const bytes = await download(address(), 10);

    expect(bytes.toString()).toBe('{}');
  });

  it('is not tried for ever', async () => {
    const breaks: RequestListener = request => request.socket.destroy();
    answers.push(breaks, breaks, breaks);

    const bytes = download(address(), 10);

    await expect(bytes).rejects.toMatchObject({ problem: { code: 'import-unreadable' } });
    expect(asked).toBe(2);
  });

  it.each([
    ['that is gone', 404, {}],
    ['that leads elsewhere', 302, { location: 'http://127.0.0.1:1/' }],
  ])('of something %s says so, without its address', async (_, status, headers) => {
    answers.push((_request, response) => response.writeHead(status, headers).end());

    const failure: unknown = await download(address(), 10).catch((error: unknown) => error);

    expect(failure).toMatchObject({
      problem: { code: 'import-unreadable', detail: `HTTP ${String(status)}` },
    });
    expect(JSON.stringify(failure) + String(failure)).not.toContain('secret');
    expect(asked).toBe(1);
  });

  it('from nowhere says so, without its address', async () => {
    const nowhere = address();
    await new Promise(resolve => server.close(resolve));

    const failure: unknown = await download(nowhere, 10).catch((error: unknown) => error);

    expect(failure).toMatchObject({ problem: { code: 'import-unreadable', detail: 'ECONNREFUSED' } });
    expect(JSON.stringify(failure) + String(failure)).not.toContain('secret');
  });
});
