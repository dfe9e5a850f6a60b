import { createServer, type Server as HttpServer } from 'node:http';
import {
  createServer as createTcpServer,
  type AddressInfo,
  type Server as TcpServer,
  type Socket,
} from 'node:net';
import { text } from 'node:stream/consumers';
import { PortUnreachable } from '../../src/server/server';
import { createScene, type Scene } from './scene';

const TARGET = { host: '172.18.0.2', port: 54545 };

describe('a request to a port of the server', () => {
  let scene: Scene;
  const listening: TcpServer[] = [];
  const sockets = new Set<Socket>();
  beforeEach(async () => {
    scene = await createScene();
  });
  afterEach(async () => {
    for (const socket of sockets) socket.destroy();
    await Promise.all(listening.splice(0).map(each => new Promise(resolve => each.close(resolve))));
    await scene.close();
  });

  async function listen(server: TcpServer | HttpServer): Promise<void> {
    server.on('connection', (socket: Socket) => {
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    listening.push(server);
    const { port } = server.address() as AddressInfo;
    scene.ports.set(`${TARGET.host}:${TARGET.port}`, port);
  }

  it('brings the answer back, and follows no redirect', async () => {
    let asked = '';
    await listen(
      createServer((request, response) => {
        asked = `${request.method ?? ''} ${request.url ?? ''} ${request.headers.host ?? ''}`;
        response.writeHead(302, { location: '/success', 'set-cookie': ['a=1', 'b=2'] }).end('Found 你好');
      }),
    );

    const answer = await scene.ali.request(TARGET, { path: '/callback?code=a%2Fb&state=c' }, 5000);

    expect(asked).toBe('GET /callback?code=a%2Fb&state=c 172.18.0.2:54545');
    expect(answer).toMatchObject({ status: 302, body: 'Found 你好' });
    expect(answer.headers).toMatchObject({ location: '/success', 'set-cookie': 'a=1, b=2' });
  });

  it('takes any method, headers and a body along', async () => {
    let asked: unknown;
    await listen(
      createServer((request, response) => {
        void text(request).then(body => {
          const { authorization, 'content-length': length } = request.headers;
          asked = { method: request.method, authorization, length, body };
          response.writeHead(201).end();
        });
      }),
    );
    const request = { method: 'PATCH', path: '/v0', headers: { authorization: 'Bearer k' } } as const;

    const answer = await scene.ali.request(TARGET, { ...request, body: '{"名":1}' }, 5000);

    expect(answer).toMatchObject({ status: 201, body: '' });
    expect(asked).toEqual({ method: 'PATCH', authorization: 'Bearer k', length: '9', body: '{"名":1}' });
  });

  it('keeps only the beginning of a long body', async () => {
    await listen(createServer((_, response) => response.end('x'.repeat(3_000_000))));

    const { body } = await scene.ali.request(TARGET, { path: '/' }, 5000);

    expect(body.length).toBe(1024 * 1024);
  });

  it('is told when nothing listens there', async () => {
    const got = scene.ali.request(TARGET, { path: '/' }, 5000);

    await expect(got).rejects.toBeInstanceOf(PortUnreachable);
  });

  it('is told when the connection is taken and dropped, as Docker does when nothing listens behind', async () => {
    await listen(createTcpServer(socket => socket.destroy()));

    await expect(scene.ali.request(TARGET, { path: '/' }, 5000)).rejects.toBeInstanceOf(PortUnreachable);
  });

  it('is told when there is no answer in time', async () => {
    await listen(createTcpServer(() => undefined));

    await expect(scene.ali.request(TARGET, { path: '/' }, 50)).rejects.toBeInstanceOf(PortUnreachable);
  });

  it('is told when what answers is not HTTP', async () => {
    await listen(createTcpServer(socket => void socket.end('SSH-2.0-OpenSSH_9.2\r\n')));

    await expect(scene.ali.request(TARGET, { path: '/' }, 5000)).rejects.toBeInstanceOf(PortUnreachable);
  });

  it('is told apart when the connection to the server is lost', async () => {
    await listen(createTcpServer(socket => void socket.once('data', scene.sshd.faults.dropConnections)));

    await expect(scene.ali.request(TARGET, { path: '/' }, 5000)).rejects.toMatchObject({
      problem: { code: 'connection-lost', server: 'ali' },
    });
  });

  it('has the problem of the way to the server, where there is one', async () => {
    await scene.sshd.faults.refuseConnections(true);

    await expect(scene.ali.request(TARGET, { path: '/' }, 5000)).rejects.toMatchObject({
      problem: { code: 'ssh-refused' },
    });
  });
});
