import { endpointsOf, type Networking } from '../../../src/server/docker/endpoints';
import { inspection } from '../engine';

describe('where a port of a container can be reached from its server', () => {
  it('is where it is published, then the container’s own addresses', () => {
    const container = networking({
      ports: {
        '54545/tcp': [
          { HostIp: '0.0.0.0', HostPort: '54546' },
          { HostIp: '::', HostPort: '54546' },
        ],
      },
      networks: { a: address('172.18.0.2', 'fd00::2'), b: address('10.5.0.2') },
    });

    expect(endpointsOf(container, 54545)).toEqual([
      { host: '127.0.0.1', port: 54546 },
      { host: '172.18.0.2', port: 54545 },
      { host: 'fd00::2', port: 54545 },
      { host: '10.5.0.2', port: 54545 },
    ]);
  });

  it('keeps the one address a port is published on', () => {
    const container = networking({ ports: { '54545/tcp': [{ HostIp: '10.0.0.5', HostPort: '1' }] } });

    expect(endpointsOf(container, 54545)).toEqual([{ host: '10.0.0.5', port: 1 }]);
  });

  it('is the server itself with the host’s network', () => {
    const container = networking({ networkMode: 'host', networks: { host: address('') } });

    expect(endpointsOf(container, 54545)).toEqual([{ host: '127.0.0.1', port: 54545 }]);
  });

  it('is only the own address where the port is exposed and not published', () => {
    const container = networking({
      ports: { '54545/tcp': null },
      networks: { bridge: address('172.17.0.2') },
    });

    expect(endpointsOf(container, 54545)).toEqual([{ host: '172.17.0.2', port: 54545 }]);
  });

  it('is nowhere for a container that does not run', () => {
    expect(endpointsOf(networking({ networks: { bridge: address('') } }), 54545)).toEqual([]);
    expect(endpointsOf(networking({ networks: null, ports: null }), 54545)).toEqual([]);
  });
});

function address(IPAddress: string, GlobalIPv6Address = ''): unknown {
  return { IPAddress, GlobalIPv6Address };
}

function networking(changes: Parameters<typeof inspection>[0]): Networking {
  return inspection(changes) as Networking;
}
