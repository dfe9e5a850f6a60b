import { createServer, type Socket } from 'node:net';
import path from 'node:path';
import ssh2, { type ParsedKey } from 'ssh2';

/** An ssh-agent that holds keys, on a socket of its own. */
export interface PretendAgent {
  readonly socket: string;
  close(): Promise<void>;
}

export async function startAgent(directory: string, privateKeys: readonly string[]): Promise<PretendAgent> {
  const keys = privateKeys.map(parsed);
  const sockets = new Set<Socket>();
  const server = createServer(stream => {
    sockets.add(stream);
    stream.once('close', () => sockets.delete(stream));
    const protocol = new ssh2.AgentProtocol(false);
    protocol.on('identities', request => protocol.getIdentitiesReply(request, keys));
    protocol.on('sign', (request, wanted, data, options) => {
      const key = keys.find(held => held.getPublicSSH().equals(parsed(wanted).getPublicSSH()));
      if (key === undefined) protocol.failureReply(request);
      else protocol.signReply(request, key.sign(data, options.hash));
    });
    protocol.pipe(stream).pipe(protocol);
  });
  const socket = path.join(directory, 'agent.sock');
  await new Promise<void>(resolve => server.listen(socket, resolve));
  return {
    socket,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        for (const each of sockets) each.destroy();
      }),
  };
}

function parsed(key: string | Buffer | ParsedKey): ParsedKey {
  const result = ssh2.utils.parseKey(key);
  if (result instanceof Error) throw result;
  return result;
}
