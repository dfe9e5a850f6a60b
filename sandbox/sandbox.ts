import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PretendServer, Sandbox, SandboxOptions } from './contracts';
import { startOneHub } from './onehub/pretend-onehub';
import { apiKey, startPretendServer } from './pretend-server';
import { startProvider } from './provider';
import { newKeyPair } from './ssh/keys';
import { writeSshFiles } from './ssh/ssh-files';
import { standInProgram } from './stand-in';

const user = 'root';
/** One-Hub's own. */
const oneHubPort = 3000;

/**
 * Opens a pretend world in a directory: a provider, servers whose CLIProxyAPI runs, and the ssh configuration
 * that leads to them. Nothing of it outlives this process.
 */
export async function openSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const directory = options.directory ?? realpathSync(mkdtempSync(join(tmpdir(), 'cliproxy-sandbox-')));
  const closers: (() => unknown)[] = [];
  const close = async (): Promise<void> => {
    for (const end of closers.splice(0).reverse()) await end();
  };
  try {
    if (options.directory === undefined) closers.push(removing(directory));
    const provider = await startProvider();
    closers.push(provider.close);
    const oneHub = await startOneHub();
    closers.push(oneHub.close);
    const keys = newKeyPair();
    const standIn = await standInProgram();
    const running = await Promise.all(
      (options.servers ?? ['ali']).map(async name => {
        const started = await startPretendServer({
          name,
          directory: join(directory, name),
          user,
          authorizedKey: keys.public,
          standIn,
          containerName: options.container ?? 'cliproxy',
          published: options.published ?? true,
          behaviour: { providerUrl: provider.url, ...options.behaviour },
          env: options.env ?? {},
          neighbours: { [oneHubPort]: oneHub.port },
        });
        closers.push(started.close);
        return started;
      }),
    );
    const sshDirectory = join(directory, 'ssh');
    mkdirSync(sshDirectory, { recursive: true, mode: 0o700 });
    const hosts = running.map(({ server, ssh }) => ({ name: server.name, ssh }));
    const servers = Object.fromEntries(running.map(({ server }) => [server.name, server]));
    return {
      directory,
      sshConfigFile: writeSshFiles(sshDirectory, keys.private, user, hosts),
      apiKey,
      consentUrl: `${provider.url}/oauth/authorize`,
      servers,
      oneHub,
      server: name => known(servers, name),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Removes a directory when called, or when the process ends without that. */
function removing(directory: string): () => void {
  const remove = (): void => {
    process.off('exit', remove);
    rmSync(directory, { recursive: true, force: true });
  };
  process.once('exit', remove);
  return remove;
}

function known(servers: Readonly<Record<string, PretendServer>>, name: string): PretendServer {
  const server = servers[name];
  if (server === undefined) throw new Error(`the sandbox has no server ${name}`);
  return server;
}
