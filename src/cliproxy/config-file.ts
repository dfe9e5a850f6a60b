import { UserError } from '../errors';
import type { Container } from '../server/server';
import type { ServerSettings } from '../server/settings';
import { FlawedConfig, type ConfigFlaw } from './config-text';

/** The longest one with every model of every provider has some hundred kilobytes. */
const mostBytes = 4 * 1024 * 1024;

/** CLIProxyAPI's config.yaml as it lay there. It has keys in it: nothing of it is ever said or logged. */
export interface ConfigFile {
  readonly path: string;
  readonly bytes: Buffer;
  readonly text: string;
}

/** Throws UserError `config-unreadable`, and whatever keeps the server out of reach. */
export async function readConfigFile(
  container: Container,
  { configFile: path, name: server }: Pick<ServerSettings, 'configFile' | 'name'>,
): Promise<ConfigFile> {
  const refuse = (why: ConfigFlaw): UserError =>
    new UserError({ code: 'config-unreadable', server, path, why });
  const found = await container.files(path, { maxFileBytes: mostBytes });
  // Docker makes a directory of a file that was not there when it was mounted (CLIProxyAPI issue 2450).
  const file = found?.find(each => each.path === path);
  if (file === undefined) throw refuse('missing');
  if (file.sizeBytes > mostBytes) throw refuse('too-large');
  const text = file.content.toString('utf8');
  if (!Buffer.from(text).equals(file.content)) throw refuse('not-yaml');
  return { path, bytes: file.content, text };
}

/** What is made of a configuration's text; a flaw of it becomes the UserError `config-unreadable`. */
export function ofConfig<Made>(
  server: string,
  { path, text }: ConfigFile,
  make: (text: string) => Made,
): Made {
  try {
    return make(text);
  } catch (error) {
    if (!(error instanceof FlawedConfig)) throw error;
    const { flaw: why, line } = error;
    throw new UserError({
      code: 'config-unreadable',
      server,
      path,
      why,
      ...(line !== undefined && { line }),
    });
  }
}
