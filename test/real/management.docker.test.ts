import { startStandIn, usualConfig, type StandIn } from './parts/container';
import { startDockerd, type RealEngine } from './parts/dockerd';

jest.setTimeout(60_000);

const key = 'k3y';
const path = '/v0/management/auth-files';

describe('the Management API in a real container', () => {
  let engine: RealEngine;
  let standIn: StandIn | undefined;

  beforeAll(async () => {
    engine = await startDockerd();
  });

  afterEach(() => standIn?.remove());

  afterAll(() => engine.close());

  const ask = async (host: string) => {
    const answer = await fetch(`http://${host}${path}`, { headers: { authorization: `Bearer ${key}` } });
    return { status: answer.status, body: await answer.text() };
  };

  it('takes a published port for another machine, as it takes the machine itself', async () => {
    const config = `${usualConfig}remote-management:\n  secret-key: "${key}"\n`;
    standIn = await startStandIn(engine, { name: 'cliproxy', config, publish: { api: 0 } });

    const asked = await Promise.all([
      ask(`127.0.0.1:${await standIn.published(8317)}`),
      ask(`${await standIn.address()}:8317`),
    ]);

    const refused = { status: 403, body: '{"error":"remote management disabled"}' };
    expect(asked).toEqual([refused, refused]);
  });

  it('takes everybody who has the password of its environment', async () => {
    const env = { MANAGEMENT_PASSWORD: key };
    standIn = await startStandIn(engine, { name: 'cliproxy', env });

    const asked = await ask(`${await standIn.address()}:8317`);

    expect(asked).toEqual({ status: 200, body: '{"files":[]}' });
  });
});
