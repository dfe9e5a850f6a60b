import type { Container, ContainerFile } from '../server/server';
import { accountIn, credentialFiles, maxCredentialBytes } from './credentials';
import type { Before, Place } from './loaded';

const logTail = 5_000;
/** Printed, so that it is in the container's log also with `logging-to-file: true`. */
const savedLine = /Authentication successful! Token saved to (\S.*\.json)\s*$/;

/** A credential that a login by the Management API saved; whose login it was, nobody says. */
export interface Save {
  readonly path: string;
  /** One name for this one saving, whoever asks. */
  readonly mark: string;
}

/** What logins have saved since of one type, oldest first, as the server printed it. */
export async function savesSince(
  container: Container,
  place: Place,
  before: Before,
  type: string,
): Promise<readonly Save[]> {
  const lines = await container.logs({ sinceMs: before.lastLineAtMs, tail: logTail });
  const saves = lines.flatMap(({ atMs, text }) => {
    const [, path] = savedLine.exec(text) ?? [];
    return path === undefined || atMs <= before.lastLineAtMs ? [] : [{ path, mark: `${path} ${atMs}` }];
  });
  if (saves.length === 0) return [];
  const files = (await container.files(place.authDir, { maxFileBytes: maxCredentialBytes })) ?? [];
  // One that is not there is nobody else's.
  const others = files.filter(file => accountIn(file).provider !== type).map(({ path }) => path);
  return saves.filter(({ path }) => !others.includes(path));
}

/**
 * Credentials of one type that are not as they were, those first that were not there: for a server whose log cannot
 * be read. A refresh changes a file too.
 */
export async function changedSince(
  container: Container,
  place: Place,
  before: Before,
  type: string,
): Promise<readonly Save[]> {
  const files = await container.files(place.authDir, { maxFileBytes: maxCredentialBytes });
  const old = new Map(before.files.map(file => [file.path, file]));
  return credentialFiles(files ?? [])
    .filter(file => accountIn(file).provider === type && isNew(file, old.get(file.path)))
    .sort((a, b) => Number(old.has(a.path)) - Number(old.has(b.path)) || b.modifiedAtMs - a.modifiedAtMs)
    .map(({ path, modifiedAtMs }) => ({ path, mark: `${path} ${modifiedAtMs}` }));
}

function isNew(file: ContainerFile, old: ContainerFile | undefined): boolean {
  return old === undefined || file.modifiedAtMs !== old.modifiedAtMs || !file.content.equals(old.content);
}
