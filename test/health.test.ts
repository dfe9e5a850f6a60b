import { startHealth } from '../src/health';
import type { Health, HealthCheck } from '../src/health';

const queue = { name: 'queue', passes: () => Promise.resolve(true) };

describe('health', () => {
  const started: Health[] = [];

  async function start(checks: readonly HealthCheck[], checkTimeoutMs = 2_000) {
    const health = await startHealth(0, checks, { host: '127.0.0.1', checkTimeoutMs });
    started.push(health);
    return `http://127.0.0.1:${health.port}`;
  }

  afterEach(async () => {
    await Promise.all(started.splice(0).map(health => health.stop()));
  });

  it('is alive, whatever its checks say', async () => {
    const url = await start([{ name: 'queue', passes: () => Promise.resolve(false) }]);

    const response = await fetch(`${url}/healthz`);

    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ status: 'ok' });
  });

  it('is ready when every check passes', async () => {
    const url = await start([queue, { name: 'discord', passes: () => Promise.resolve(true) }]);

    const response = await fetch(`${url}/readyz`);

    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ status: 'ok' });
  });

  it('names the checks that say no, that throw and that never answer', async () => {
    const checks = [
      queue,
      { name: 'discord', passes: () => Promise.resolve(false) },
      { name: 'telegram', passes: () => Promise.reject(new Error('secret')) },
      { name: 'ali', passes: () => new Promise<boolean>(() => {}) },
    ];
    const url = await start(checks, 20);

    const response = await fetch(`${url}/readyz`);

    expect(response.status).toBe(503);
    expect(await response.json()).toEqual({ status: 'failing', failing: ['discord', 'telegram', 'ali'] });
  });

  it('knows no other path and changes nothing', async () => {
    const url = await start([queue]);

    const elsewhere = await fetch(`${url}/metrics`);
    const posted = await fetch(`${url}/readyz`, { method: 'POST' });

    expect(elsewhere.status).toBe(404);
    expect(posted.status).toBe(405);
    expect(posted.headers.get('allow')).toBe('GET, HEAD');
  });

  it('shows metrics as what they are, and no old ones', async () => {
    let scrapes = 0;
    const metrics = {
      contentType: 'text/plain; version=0.0.4',
      text: () => Promise.resolve(`up ${++scrapes}\n`),
    };
    const health = await startHealth(0, [], { host: '127.0.0.1', metrics });
    started.push(health);

    const pages = [1, 2].map(() => fetch(`http://127.0.0.1:${health.port}/metrics`));
    const responses = await Promise.all(pages);

    expect(responses.map(response => response.headers.get('content-type'))).toEqual([
      'text/plain; version=0.0.4',
      'text/plain; version=0.0.4',
    ]);
    expect((await Promise.all(responses.map(response => response.text()))).sort()).toEqual([
      'up 1\n',
      'up 2\n',
    ]);
  });

  it('says that metrics failed, and not why', async () => {
    const metrics = { contentType: 'text/plain', text: () => Promise.reject(new Error('secret')) };
    const health = await startHealth(0, [], { host: '127.0.0.1', metrics });
    started.push(health);

    const response = await fetch(`http://127.0.0.1:${health.port}/metrics`);

    expect(response.status).toBe(500);
    expect(await response.json()).toEqual({ status: 'failing', failing: ['metrics'] });
  });

  it('says when the port is taken', async () => {
    const url = await start([queue]);

    const second = startHealth(Number(new URL(url).port), [queue], { host: '127.0.0.1' });

    await expect(second).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });

  it('answers nobody once it is stopped', async () => {
    const health = await startHealth(0, [queue], { host: '127.0.0.1' });

    await health.stop();

    await expect(fetch(`http://127.0.0.1:${health.port}/healthz`)).rejects.toThrow();
  });
});
