import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { StoredFile, World } from './world';

/** How the next download is met. */
export type CdnMishap = 'server-error' | 'redirect' | 'endless';

/**
 * The address of a file on Discord's CDN, which only works with its signature. What was attached to a command lies
 * apart from what stands in messages.
 */
export function cdnUrl(world: World, channel: string, file: StoredFile): string {
  return `${world.cdn.origin}${signed(world, pathOf(channel, file))}`;
}

function pathOf(channel: string, { id, name, isEphemeral }: StoredFile): string {
  return `/${isEphemeral === true ? 'ephemeral-' : ''}attachments/${channel}/${id}/${encodeURIComponent(name)}`;
}

function signed(world: World, path: string): string {
  const hm = createHash('sha256').update(`${world.token}${path}`).digest('hex');
  return `${path}?ex=7fffffff&is=60000000&hm=${hm}`;
}

export function isOfCdn(url: string): boolean {
  return /^\/(?:ephemeral-)?attachments\//.test(url);
}

/** Serves a file as long as the message it came with stands. */
export function serveFile(world: World, request: IncomingMessage, response: ServerResponse): void {
  const url = request.url ?? '';
  world.cdn.downloads.push(url.split('?', 1)[0] ?? '');
  if (request.headers.authorization !== undefined) world.violations.push('the bot’s token sent to the CDN');
  const found = filesOf(world).find(({ channel, file }) => signed(world, pathOf(channel, file)) === url);
  if (request.method !== 'GET' || found === undefined) {
    response.writeHead(404, { 'content-type': 'text/plain' }).end('This content is no longer available.');
    return;
  }
  const { file } = found;
  switch (world.cdn.mishaps.shift()) {
    case 'server-error':
      response.writeHead(502).end('<html>Bad Gateway</html>');
      return;
    case 'redirect':
      response.writeHead(302, { location: `${world.cdn.origin}/elsewhere` }).end();
      return;
    case 'endless': {
      const more = setInterval(() => response.write(Buffer.alloc(64 * 1024, ' ')), 1);
      response.on('close', () => clearInterval(more));
      return;
    }
    case undefined:
      response.writeHead(200, { 'content-type': file.contentType, 'content-length': file.bytes.length });
      response.end(file.bytes);
  }
}

function filesOf(world: World): readonly { readonly channel: string; readonly file: StoredFile }[] {
  return [...world.messages, ...world.interactions.values()].flatMap(({ channel, files }) =>
    files.map(file => ({ channel, file })),
  );
}
