import { claude } from '../../cliproxy/claude';
import type { Check } from '../../jobs/check';
import { PortUnreachable, type Container, type Server } from '../../server/server';

const probeMs = 2_000;

/**
 * Whether a login listens already, and who could reach one: whatever asks for `/callback` first, from anywhere, uses
 * a login up. That is why only `/success` is asked for here.
 */
export async function checkCallbackPort(
  server: Server,
  container: Container,
): Promise<Extract<Check, { readonly name: 'callback-port' }>> {
  const { port, probe } = claude.redirect;
  const published = container.facts.published[port] ?? [];
  const probes = container.endpoints(port).map(endpoint =>
    server.request(endpoint, { path: probe.path }, probeMs).then(
      () => true,
      (error: unknown) => {
        if (error instanceof PortUnreachable) return false;
        throw error;
      },
    ),
  );
  const taken = (await Promise.all(probes)).includes(true);
  const isOpen = published.some(address => !/^(?:127\.|\[::1\])/.test(address));
  return { name: 'callback-port', outcome: taken || isOpen ? 'warning' : 'fine', port, taken, published };
}
