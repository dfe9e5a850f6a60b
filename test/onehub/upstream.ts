import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export const apiKey = 'key-of-ali';

/** What a CLIProxyAPI is to One-Hub: completions for whoever has the key, and 404 for every other path. */
export interface Upstream {
  readonly url: string;
  /** Refuses with this status from now on; 200: completes again. */
  refuse(status: number, body?: object): void;
  /** Models that were asked for. */
  readonly asked: readonly string[];
  close(): Promise<void>;
}

export async function startUpstream(): Promise<Upstream> {
  const asked: string[] = [];
  let refusal: { readonly status: number; readonly body: object } = { status: 200, body: {} };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const json = (status: number, body: object): void => {
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
      };
      if (request.url !== '/v1/chat/completions') response.writeHead(404).end('404 page not found');
      else if (request.headers.authorization !== `Bearer ${apiKey}`) json(401, { error: 'Invalid API key' });
      else if (refusal.status !== 200) json(refusal.status, refusal.body);
      else {
        asked.push((JSON.parse(Buffer.concat(chunks).toString('utf8')) as { model: string }).model);
        json(200, { choices: [{ message: { role: 'assistant', content: 'hi' } }] });
      }
    });
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    refuse: (status, body = {}) => (refusal = { status, body }),
    asked,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
