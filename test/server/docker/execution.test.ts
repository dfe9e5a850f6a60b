import type { Duplex } from 'node:stream';
import { eventually } from '../../chat/eventually';
import type { Container } from '../../../src/server/server';
import { frame, inspection } from '../engine';
import { createScene, type Scene } from '../scene';

describe.each(['socket', 'dial-stdio'])('a program in a container, by %s', way => {
  let scene: Scene;
  let container: Container;
  let running: unknown;
  beforeEach(async () => {
    scene = await createScene();
    scene.sshd.faults.refuseStreamlocal(way === 'dial-stdio');
    running = { Running: false, ExitCode: 3 };
    scene.engine.on('GET /containers/cliproxy/json', asked => asked.json(inspection({})));
    scene.engine.on('GET /exec/e1/json', asked => asked.json(running));
    container = await scene.ali.container();
  });
  afterEach(() => scene.close());

  function program(run: (output: Duplex) => void, expected?: unknown): void {
    scene.engine.on('POST /containers/c0ffee/exec', asked => {
      if (expected !== undefined) expect(JSON.parse(asked.body)).toEqual(expected);
      asked.json({ Id: 'e1' }, 201);
    });
    scene.engine.on('POST /exec/e1/start', asked => run(asked.hijack()));
  }

  async function textOf(output: AsyncIterable<string>): Promise<string> {
    let text = '';
    for await (const piece of output) text += piece;
    return text;
  }

  it('is started as it is, without terminal and stdin', async () => {
    program(output => output.end(), {
      Cmd: ['/x', "-a 'b'; $(c)"],
      AttachStdin: false,
      AttachStdout: true,
      AttachStderr: true,
      Tty: false,
    });

    const execution = await container.exec(['/x', "-a 'b'; $(c)"]);

    await expect(textOf(execution.output)).resolves.toBe('');
    await expect(execution.exitCode()).resolves.toBe(3);
  });

  it('is heard on both streams, in order', async () => {
    program(output => {
      output.write(frame('stdout', 'one\n'));
      output.write(frame('stderr', 'two\n'));
      output.end(frame('stdout', 'three\n'));
    });

    const execution = await container.exec(['/x']);

    await expect(textOf(execution.output)).resolves.toBe('one\ntwo\nthree\n');
  });

  it('is heard while it runs', async () => {
    let say = (): void => undefined;
    program(output => {
      output.write(frame('stdout', 'link: '));
      say = () => void output.end(frame('stdout', 'https://example.org'));
    });
    const execution = await container.exec(['/x']);
    const heard = execution.output[Symbol.asyncIterator]();

    const first = await heard.next();
    say();
    const second = await heard.next();

    expect([first.value, second.value]).toEqual(['link: ', 'https://example.org']);
  });

  it('is understood when characters and frames are cut anywhere', async () => {
    const [a, b] = [Buffer.from('你好'), Buffer.from('é')];
    const bytes = Buffer.concat([
      frame('stdout', a.subarray(0, 2)),
      frame('stderr', b.subarray(0, 1)),
      frame('stdout', a.subarray(2)),
      frame('stderr', b.subarray(1)),
    ]);
    program(output => {
      const next = (at: number): void => {
        if (at === bytes.length) output.end();
        else output.write(bytes.subarray(at, at + 1), () => setImmediate(next, at + 1));
      };
      next(0);
    });

    const execution = await container.exec(['/x']);

    await expect(textOf(execution.output)).resolves.toBe('你好é');
  });

  it('has no exit code while Docker says it runs, and has it as soon as Docker knows', async () => {
    program(output => output.end());
    running = { Running: true, ExitCode: null };
    const execution = await container.exec(['/x']);
    await textOf(execution.output);

    const early = execution.exitCode();
    await eventually(
      () => scene.engine.asked.filter(route => route === 'GET /exec/e1/json').length,
      count => count >= 2,
    );
    running = { Running: false, ExitCode: 0 };

    await expect(early).resolves.toBe(0);
  });

  it('is not taken for ended when the connection is lost', async () => {
    program(output => output.write(frame('stdout', 'begin')));
    const execution = await container.exec(['/x']);
    const heard: string[] = [];

    const listening = (async () => {
      for await (const piece of execution.output) {
        heard.push(piece);
        scene.sshd.faults.dropConnections();
      }
    })();

    await expect(listening).rejects.toMatchObject({ problem: { code: 'connection-lost', server: 'ali' } });
    expect(heard).toEqual(['begin']);
  });

  it('can be asked for over a new connection by the container found over the old one', async () => {
    program(output => output.end(frame('stdout', 'again')));
    scene.clock.nowMs += 60_000;
    scene.sshd.faults.dropConnections();
    await eventually(
      () => scene.servers.connections()[0]?.connected,
      connected => connected === false,
    );

    const execution = await container.exec(['/x']);

    await expect(textOf(execution.output)).resolves.toBe('again');
    expect(scene.servers.connections()).toEqual([{ server: 'ali', connected: true, reconnects: 1 }]);
  });

  it('lets go of its channel when nobody listens any more', async () => {
    let closed = false;
    program(output => {
      output.once('close', () => (closed = true));
      output.write(frame('stdout', 'begin'));
    });
    const execution = await container.exec(['/x']);

    for await (const piece of execution.output) {
      expect(piece).toBe('begin');
      break;
    }

    await eventually(
      () => closed,
      done => done,
    );
  });

  it('is not started in a container that is down', async () => {
    scene.engine.on('POST /containers/c0ffee/exec', asked =>
      asked.json({ message: 'Container c0ffee is not running' }, 409),
    );
    scene.engine.on('GET /containers/c0ffee/json', asked => asked.json(inspection({ status: 'restarting' })));

    await expect(container.exec(['/x'])).rejects.toMatchObject({
      problem: { code: 'container-down', server: 'ali', container: 'cliproxy', status: 'restarting' },
    });
  });

  it('is not started in a container that is gone', async () => {
    scene.engine.on('POST /containers/c0ffee/exec', asked =>
      asked.json({ message: 'No such container: c0ffee' }, 404),
    );

    await expect(container.exec(['/x'])).rejects.toMatchObject({
      problem: { code: 'container-missing', server: 'ali', container: 'cliproxy' },
    });
  });
});
