import { createEngine } from '../../sandbox/engine/engine';
import { usualImage } from '../../sandbox/engine/container/settings';
import { startSshServer, type SshServer } from '../../sandbox/ssh/ssh-server';
import { usedLog } from './used-log';

const anHourNs = 3_600_000_000_000n;
const containerAddress = '172.18.0.2';

export interface MachineSettings {
  readonly user: string;
  readonly authorizedKey: string;
  /** What stands for the container's `/`. */
  readonly directory: string;
  /** Where CLIProxyAPI's port really is, on 127.0.0.1. */
  readonly apiPort: number;
  /** Called whenever somebody comes to that port through SSH. */
  readonly onPort: () => void;
}

/**
 * A server of which two hundred fit into one process: its SSH and its Docker are the sandbox's, and in its container,
 * which has run for an hour, no process runs. Its port is one that all of them share.
 */
export async function startMachine(settings: MachineSettings): Promise<SshServer> {
  const { user, authorizedKey, directory, apiPort, onPort } = settings;
  const engine = createEngine();
  const container = engine.create({
    name: 'cliproxy',
    image: usualImage,
    directory,
    address: containerAddress,
    ports: { '8317': apiPort },
    published: true,
    standIn: '',
    behaviour: {},
  });
  container.life.status = 'running';
  container.life.startedAtNs = engine.daemon.clock.nowNs() - anHourNs;
  container.log.take('stdout', usedLog);

  return startSshServer({
    user,
    authorizedKey,
    dockerSocket: '/var/run/docker.sock',
    docker: engine.accept,
    route: (_host, port) => {
      if (port !== 8317) return undefined;
      onPort();
      return apiPort;
    },
  });
}
