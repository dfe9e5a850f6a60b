import type { CliProxy } from '../../src/cliproxy/cliproxies';
import { createLogMemory } from '../../src/cliproxy/log-memory';
import type { BringPace } from '../../src/import/bring';
import type { FileToImport, ImportReport } from '../../src/jobs/reports';
import { handOver } from '../../src/jobs/handover';
import { importFiles } from '../../src/import/import-files';
import type { Container } from '../../src/server/server';
import { fakeJobs, type FakeJobs } from '../fakes/jobs';
import { fakeManagement } from '../fakes/management';
import { fakeServer, place, type FakeServer } from '../login/fake-server';
import { settingsOf } from '../login/fake-servers';
import { nowMs } from './credentials';

/** Short enough for a test to see it run out. */
export const pace: BringPace = { load: { loadedWithinMs: 150, restartedWithinMs: 150 }, undoPauseMs: 10 };
export const authDir = place.authDir;

/** A server whose CLIProxyAPI takes notice of credential files as they are written, as long as it `notices`. */
export interface ImportScene {
  readonly server: FakeServer;
  readonly proxy: CliProxy;
  notices: boolean;
  /** It takes notice of these files at no time, nor after a restart. */
  readonly blindTo: Set<string>;
  /** Thrown instead of writing to a path, where it answers something; or after it was written. */
  putFails: (path: string, attempt: number) => { readonly error: Error; readonly after?: true } | undefined;
  /** Every path that was written or removed, in order. */
  readonly written: readonly string[];
  /** Names in the auth directory. */
  files(): Promise<readonly string[]>;
  text(file: string): Promise<string | undefined>;
}

export function openImport(name = 'ali', entries = 0): ImportScene {
  const server = fakeServer(name);
  server.id = `container-of-${name}`;
  server.engineFacts = { version: '27.3.1', nowMs };
  server.log(counted(entries));
  const written: string[] = [];
  const puts = new Map<string, number>();
  const look = { maxFileBytes: 64 * 1024 };
  const changed = (path: string): void => {
    written.push(path);
    const file = path.slice(authDir.length + 1);
    const isSeen = path.endsWith('.json') && scene.notices && !scene.blindTo.has(file);
    if (isSeen) server.log(`auth file changed (WRITE): ${file}, processing incrementally`);
  };
  const withNotice = (container: Container): Container => ({
    ...container,
    put: async (path, content, mode) => {
      const attempt = (puts.get(path) ?? 0) + 1;
      puts.set(path, attempt);
      const failure = scene.putFails(path, attempt);
      if (failure !== undefined && failure.after !== true) throw failure.error;
      await container.put(path, content, mode);
      changed(path);
      if (failure !== undefined) throw failure.error;
    },
    remove: async path => {
      await container.remove(path);
      written.push(`- ${path}`);
    },
  });
  const watched = { ...server, container: () => server.container().then(withNotice) };
  const scene: ImportScene = {
    server,
    proxy: {
      // What a test changes of the server is to be seen.
      server: Object.assign(Object.create(server) as FakeServer, { container: watched.container }),
      place: settingsOf(name),
      management: fakeManagement(),
      log: createLogMemory(place),
    },
    notices: true,
    blindTo: new Set(),
    putFails: () => undefined,
    written,
    files: async () => {
      const all = (await (await server.container()).files(authDir, look)) ?? [];
      return all.map(file => file.path.slice(authDir.length + 1)).sort();
    },
    text: async file => {
      const [found] = (await (await server.container()).files(`${authDir}/${file}`, look)) ?? [];
      return found?.content.toString('utf8');
    },
  };
  return scene;
}

/** A line in which CLIProxyAPI counts its clients. */
export function counted(entries: number): string {
  return `server clients and configuration updated: ${entries} clients (${entries} auth entries + 0 Claude API keys)`;
}

/** Hands these files in, as the bot does it, and answers what came of them. */
export async function imports(
  scene: ImportScene,
  files: readonly (Pick<FileToImport, 'name' | 'email'> & { readonly content: Buffer })[],
  jobs: FakeJobs = fakeJobs(),
): Promise<ImportReport> {
  const { handover, withdraw } = handOver(jobs, Buffer.concat(files.map(({ content }) => content)));
  const named = files.map(({ content, ...file }) => ({ ...file, sizeBytes: content.length }));
  try {
    const data = { server: scene.server.name, by: 'Ada', files: named, handover };
    return await importFiles(scene.proxy, jobs, data, pace);
  } finally {
    await withdraw();
  }
}
