import { UserError } from '../errors';
import type { Container, Server } from '../server/server';

/** The container of CLIProxyAPI. Throws UserError `container-down`, and whatever keeps the server out of reach. */
export async function runningContainer(server: Server): Promise<Container> {
  const container = await server.container();
  if (container.status === 'running') return container;
  const { name, status } = container;
  throw new UserError({ code: 'container-down', server: server.name, container: name, status });
}
