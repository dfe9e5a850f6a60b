import { answers } from '../../src/cliproxy/answering';
import { UserError } from '../../src/errors';
import { PortUnreachable, type HttpAnswer } from '../../src/server/server';
import { fakeServer } from '../login/fake-server';

const port = 8317;
const answer = (status: number, body = ''): HttpAnswer => ({ status, headers: {}, body });

async function ask(reply: (host: string, path: string) => HttpAnswer | undefined) {
  const server = fakeServer();
  server.endpoints = [
    { host: '127.0.0.1', port },
    { host: '172.17.0.2', port },
  ];
  server.answer = reply;
  const up = await answers(server, await server.container(), port, 1_000);
  return { up, requested: server.requested };
}

describe("CLIProxyAPI's port", () => {
  it('answers with its health where it has one', async () => {
    const { up, requested } = await ask(() => answer(200, '{"status":"ok"}'));

    expect(up).toBe(true);
    expect(requested).toEqual(['/healthz']);
  });

  it('answers with its first page before v6.9.10', async () => {
    const { up, requested } = await ask((_host, path) => answer(path === '/' ? 200 : 404));

    expect(up).toBe(true);
    expect(requested).toEqual(['/healthz', '/']);
  });

  it('answers where it speaks TLS, and says so', async () => {
    const { up } = await ask(() => answer(400, 'Client sent an HTTP request to an HTTPS server.\n'));

    expect(up).toBe(true);
  });

  it('is sought at the address of the container where the published one leads nowhere', async () => {
    const { up } = await ask(host => (host === '127.0.0.1' ? undefined : answer(200)));

    expect(up).toBe(true);
  });

  it.each([
    ['nothing listens', undefined],
    ['everything is not found', answer(404)],
    ['something else fails there', answer(502)],
  ])('does not answer when %s', async (_what, reply) => {
    const { up } = await ask(() => reply);

    expect(up).toBe(false);
  });

  it('is not known to be silent when the way to the server is lost', async () => {
    const server = fakeServer();
    const container = await server.container();
    const lost = new UserError({ code: 'connection-lost', server: 'ali' });
    const cut = { ...server, request: () => Promise.reject(lost) };
    const closed = { ...server, request: () => Promise.reject(new PortUnreachable('8317')) };

    await expect(answers(cut, container, port, 1_000)).rejects.toBe(lost);
    await expect(answers(closed, container, port, 1_000)).resolves.toBe(false);
  });
});
