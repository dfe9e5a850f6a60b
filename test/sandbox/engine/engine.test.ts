import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { PassThrough } from 'node:stream';
import type Docker from 'dockerode';
import { extract, pack } from 'tar-stream';
import type { Place } from '../program';
import type { Container } from '../../../sandbox/engine/container/container';
import { isoOf } from '../../../sandbox/engine/clock';
import { execLogin } from '../way-in';
import type { Scene } from './scene';
import { openScene } from './scene';

describe('the pretend Docker engine', () => {
  let scene: Scene;
  let place: Place;
  let container: Container;
  let docker: Docker;
  let url: string;
  beforeEach(async () => {
    scene = await openScene();
    ({ place, container, docker, url } = scene);
  });
  afterEach(() => scene.close());

  it('answers with and without a version in the path', async () => {
    const [plain, versioned] = await Promise.all([fetch(`${url}/_ping`), fetch(`${url}/v1.47/_ping`)]);

    expect([await plain.text(), await versioned.text()]).toEqual(['OK', 'OK']);
  });

  it('lists what runs, and what does not only when asked', async () => {
    await container.life.stop();

    const running = await docker.listContainers();
    const all = await docker.listContainers({ all: true, filters: { name: ['cliproxy'] } });

    expect(running).toEqual([]);
    expect(all).toMatchObject([{ Names: ['/cliproxy'], State: 'exited' }]);
  });

  it('inspects a container with its ports and its address', async () => {
    const inspected = await docker.getContainer('cliproxy').inspect();

    expect(inspected).toMatchObject({
      Id: container.id,
      Name: '/cliproxy',
      State: { Status: 'running', Running: true, ExitCode: 0 },
      Config: { Tty: false, WorkingDir: '/CLIProxyAPI' },
      NetworkSettings: {
        Ports: { '54545/tcp': [{ HostIp: '0.0.0.0', HostPort: '54545' }] },
        Networks: { cliproxy_default: { IPAddress: '172.18.0.2' } },
      },
    });
    expect(inspected.State.StartedAt).toBe(isoOf(container.life.startedAtNs));
  });

  it.each([
    ['no such container', () => docker.getContainer('other').inspect(), 404, 'No such container: other'],
    ['no such exec', () => docker.getExec('e1').inspect(), 404, 'No such exec instance: e1'],
  ])('says in its own words: %s', async (_what, ask, statusCode, message) => {
    await expect(ask()).rejects.toMatchObject({ statusCode, json: { message } });
  });

  it('does not run a program in a container that is down', async () => {
    await container.life.stop();

    const exec = docker.getContainer('cliproxy').exec({ Cmd: ['/CLIProxyAPI/CLIProxyAPI'] });

    await expect(exec).rejects.toMatchObject({
      statusCode: 409,
      json: { message: `Container ${container.id} is not running` },
    });
  });

  it('runs a program with stdin over an upgraded connection, in frames of its two streams', async () => {
    place.behave({ promptAfterMs: 1 });
    const login = await execLogin(docker, 'cliproxy');
    await login.seen(/keep waiting\): $/);
    const during = await login.inspect();

    login.type('nonsense\n');
    await login.ended;

    expect(during).toMatchObject({ Running: true, ExitCode: null });
    expect(during.Pid).toBeGreaterThan(0);
    expect(login.text()).toMatch(/Claude authentication failed: invalid callback URL\n$/);
    expect(await login.inspect()).toMatchObject({ Running: false, ExitCode: 0 });
  });

  it('runs a program without stdin and without an upgrade, telling stderr from stdout', async () => {
    const exec = await docker
      .getContainer('cliproxy')
      .exec({ Cmd: ['./CLIProxyAPI', '-x'], AttachStdout: true, AttachStderr: true });
    const [stdout, stderr] = [new PassThrough(), new PassThrough()];
    const stream = await exec.start({});
    docker.modem.demuxStream(stream, stdout, stderr);
    stream.once('end', () => {
      stdout.end();
      stderr.end();
    });

    const [said, complained] = await Promise.all([text(stdout), text(stderr)]);

    expect(said).toMatch(/^CLIProxyAPI Version: .*\n$/);
    expect(complained).toMatch(/^flag provided but not defined: -x\n/);
    expect(await exec.inspect()).toMatchObject({ ExitCode: 2 });
  });

  it('ends with 127 for a program that is not there', async () => {
    const run = await execLogin(docker, 'cliproxy', ['/bin/nothing']);

    await run.ended;

    expect(run.text()).toBe(
      'OCI runtime exec failed: exec failed: unable to start container process: exec: "/bin/nothing": ' +
        'stat /bin/nothing: no such file or directory: unknown\r\n',
    );
    expect(await run.inspect()).toMatchObject({ ExitCode: 127 });
  });

  it('lets a process say what it has to say to a client that is gone', async () => {
    place.behave({ promptAfterMs: 300, waitMs: 350 });
    const exec = await docker
      .getContainer('cliproxy')
      .exec({ Cmd: ['./CLIProxyAPI', '-claude-login'], AttachStdout: true });
    const output = await fetch(`${url}/exec/${exec.id}/start`, { method: 'POST', body: '{}' });

    await output.body?.cancel();
    const running = await exec.inspect();
    await container.execs.get(exec.id)?.ended;

    expect(running.Running).toBe(true);
    expect(await exec.inspect()).toMatchObject({ Running: false, ExitCode: 0 });
  });

  it('starts an exec once', async () => {
    const exec = await docker.getContainer('cliproxy').exec({ Cmd: ['./CLIProxyAPI', '-h'] });
    const stream = await exec.start({});
    stream.resume();
    await once(stream, 'end');

    await expect(exec.start({})).rejects.toMatchObject({ statusCode: 409 });
  });

  it('shows what runs in a container', async () => {
    const login = await execLogin(docker, 'cliproxy');
    await login.seen(/Waiting/);

    const top: unknown = await docker.getContainer('cliproxy').top();

    const row = (command: string): unknown => expect.arrayContaining(['root', command]);
    expect(top).toMatchObject({
      Titles: ['UID', 'PID', 'PPID', 'C', 'STIME', 'TTY', 'TIME', 'CMD'],
      Processes: [row('./CLIProxyAPI'), row('/CLIProxyAPI/CLIProxyAPI -claude-login -no-browser')],
    });
  });

  it('hands out a directory as a tar', async () => {
    place.write('/root/.cli-proxy-api/claude-a@example.com.json', '{}\n');

    const tar = await docker.getContainer('cliproxy').getArchive({ path: '/root/.cli-proxy-api' });

    const found: [string, string][] = [];
    for await (const entry of tar.pipe(extract())) found.push([entry.header.name, await text(entry)]);
    expect(found).toEqual([
      ['.cli-proxy-api/', ''],
      ['.cli-proxy-api/claude-a@example.com.json', '{}\n'],
    ]);
  });

  it('says what is at a path, or that nothing is', async () => {
    const archive = `${url}/containers/cliproxy/archive?path=`;

    const there = await fetch(`${archive}/CLIProxyAPI/config.yaml`, { method: 'HEAD' });
    const missing = await fetch(`${archive}/nothing`);

    const stat = Buffer.from(there.headers.get('x-docker-container-path-stat') ?? '', 'base64').toString();
    expect(JSON.parse(stat)).toMatchObject({
      name: 'config.yaml',
      mode: place.modeOf('/CLIProxyAPI/config.yaml'),
    });
    expect(missing.status).toBe(404);
    expect(await missing.json()).toEqual({
      message: 'Could not find the file /nothing in container cliproxy',
    });
  });

  it('takes a tar, and keeps it inside the container', async () => {
    const tar = pack();
    tar.entry({ name: 'a.json', mode: 0o600 }, 'new');
    tar.entry({ name: '../../../../escaped.json' }, 'caught');
    tar.finalize();

    await docker.getContainer('cliproxy').putArchive(tar.pipe(new PassThrough()), { path: '/CLIProxyAPI' });

    expect(place.read('/CLIProxyAPI/a.json')).toBe('new');
    expect(place.modeOf('/CLIProxyAPI/a.json')).toBe(0o600);
    expect(place.read('/escaped.json')).toBe('caught');
  });

  it('keeps the log with times, and cuts it as asked', async () => {
    const log = (options: object): Promise<Buffer> =>
      docker.getContainer('cliproxy').logs({ stdout: true, stderr: true, ...options });

    const [tail, none] = await Promise.all([
      log({ tail: 1, timestamps: true }),
      log({ since: Math.floor(Date.now() / 1000) + 60 }),
    ]);

    expect([...tail.subarray(0, 4)]).toEqual([1, 0, 0, 0]);
    expect(tail.readUInt32BE(4)).toBe(tail.length - 8);
    expect(tail.subarray(8).toString()).toMatch(
      /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z \[.*auto-refresh started.*\n$/,
    );
    expect(none).toHaveLength(0);
  });

  it('follows the log', async () => {
    const stream = await docker.getContainer('cliproxy').logs({ stdout: true, follow: true, tail: 0 });
    let seen = '';
    const followed = new Promise<void>(resolve => {
      stream.on('data', (chunk: Buffer) => {
        seen += chunk.toString();
        if (seen.includes('(CREATE)')) resolve();
      });
    });

    place.write('/root/.cli-proxy-api/new.json', '{}');

    await followed;
    expect(seen).not.toContain('auto-refresh');
  });

  it('stops, starts and restarts', async () => {
    const target = docker.getContainer('cliproxy');
    const firstStart = container.life.startedAtNs;

    await target.stop();
    const { State } = await target.inspect();
    const again = target.stop();
    await expect(again).rejects.toMatchObject({ statusCode: 304 });
    await target.start();
    await target.restart();

    expect(State).toMatchObject({ Status: 'exited', Running: false, ExitCode: 0 });
    expect(container.life.status).toBe('running');
    expect(container.life.startedAtNs).toBeGreaterThan(firstStart);
  });
});
