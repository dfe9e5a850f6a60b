import { PortUnreachable, type Container, type HttpAnswer, type Server } from '../server/server';

/**
 * Whether CLIProxyAPI's port answers: `/healthz` (v6.9.10 and newer), or `/` on older ones. Its log's "API server
 * started successfully" means nothing: it is printed 100 ms after the start, also when the port could not be had
 * (CLIProxyAPI issue 1715). A port that speaks TLS says so to a plain request, which is an answer.
 *
 * @throws UserError whatever keeps the server out of reach.
 */
export async function answers(
  server: Server,
  container: Container,
  port: number,
  timeoutMs: number,
): Promise<boolean> {
  for (const endpoint of container.endpoints(port)) {
    for (const path of ['/healthz', '/']) {
      const answer = await server.request(endpoint, { path }, timeoutMs).catch((error: unknown) => {
        if (error instanceof PortUnreachable) return undefined;
        throw error;
      });
      if (answer === undefined) break;
      if (answer.status === 200 || speaksTls(answer)) return true;
    }
  }
  return false;
}

/** Whether an answer is Go's refusal of a plain request, with `tls.enable: true` in the configuration. */
export function speaksTls({ status, body }: HttpAnswer): boolean {
  return status === 400 && body.includes('HTTP request to an HTTPS server');
}
