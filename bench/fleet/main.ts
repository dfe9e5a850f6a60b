import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { authDirectory } from '../../sandbox/engine/container/settings';
import { newKeyPair } from '../../sandbox/ssh/keys';
import { writeSshFiles } from '../../sandbox/ssh/ssh-files';
import { startMachine } from './machine';
import type { FleetWord } from './fleet';

const user = 'root';
const dayMs = 24 * 60 * 60_000;

/** Starts so many servers, and tells its parent of the first time that somebody comes to the port of each. */
async function main(directory: string, count: number): Promise<void> {
  writeAccounts(join(directory, authDirectory));
  const apiPort = await startApi();
  const keys = newKeyPair();
  const machines = await Promise.all(
    Array.from({ length: count }, async (_, index) => {
      const name = `s${index + 1}`;
      let seen = false;
      const onPort = (): void => {
        if (!seen) say({ kind: 'seen', name });
        seen = true;
      };
      const ssh = await startMachine({ user, authorizedKey: keys.public, directory, apiPort, onPort });
      return { name, ssh };
    }),
  );
  const names = machines.map(({ name }) => name);
  say({ kind: 'ready', names, sshConfigFile: writeSshFiles(directory, keys.private, user, machines) });
}

function say(word: FleetWord): void {
  process.send?.(word);
}

/** The auth directory of every one of them: two accounts that are well. */
function writeAccounts(directory: string): void {
  mkdirSync(directory, { recursive: true });
  for (const email of ['ada@example.com', 'bob@example.com']) {
    const account = {
      type: 'claude',
      email,
      access_token: 'a'.repeat(108),
      refresh_token: 'r'.repeat(108),
      last_refresh: new Date().toISOString(),
      expired: new Date(Date.now() + dayMs).toISOString(),
    };
    writeFileSync(join(directory, `claude-${email}.json`), JSON.stringify(account));
  }
}

/** What all of them have behind the port of CLIProxyAPI. */
async function startApi(): Promise<number> {
  const server = createServer((request, response) => {
    response.writeHead(request.url === '/healthz' ? 200 : 404, { 'content-type': 'application/json' });
    response.end('{"status":"ok"}');
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the API has no port');
  return address.port;
}

// Whoever started it has ended.
process.once('disconnect', () => process.exit());
main(process.argv[2] ?? '', Number(process.argv[3])).catch((error: unknown) => {
  process.stderr.write(`the pretend servers did not start: ${String(error)}\n`);
  process.exit(1);
});
