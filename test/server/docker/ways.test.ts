import type Docker from 'dockerode';
import { waysInto, type Ways } from '../../../src/server/docker/ways';
import type { Engine } from '../../../src/server/docker/engine';

const engine: Engine = {
  server: 'ali',
  call: () => Promise.reject(new Error('Docker was asked')),
};

describe('the ways into a container', () => {
  const waysOf = (user: string | undefined, mounts: unknown = []): Ways =>
    waysInto(engine, { Config: { User: user }, Mounts: mounts } as Docker.ContainerInspectInfo);

  it.each([undefined, '', '0', 'root', '0:0', 'root:root'])(
    'belong to root without asking where the user is %j',
    async user => {
      await expect(waysOf(user).owner()).resolves.toEqual({ uid: 0, gid: 0 });
    },
  );

  it.each(['1000', 'somebody', '0:1000'])('are asked for in the container where it is %j', async user => {
    await expect(waysOf(user).owner()).rejects.toThrow('Docker was asked');
  });

  it('lead by mounts of the machine that can be written to, and not by what is in memory alone', () => {
    const mount = (Type: string, Destination: string, RW: boolean): unknown => ({ Type, Destination, RW });

    const { mounts } = waysOf('', [
      mount('bind', '/root/.cli-proxy-api', true),
      mount('bind', '/CLIProxyAPI/config.yaml', false),
      mount('volume', '/data', true),
      mount('tmpfs', '/tmp', true),
    ]);

    expect(mounts).toEqual(['/root/.cli-proxy-api', '/data']);
  });
});
