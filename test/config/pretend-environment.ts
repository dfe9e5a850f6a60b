import type { Environment } from '../../src/config/environment';

/** An environment in which these variables are set, some of them in `.env`, and these files can be read. */
export function pretendEnvironment(
  variables: Readonly<Record<string, string>>,
  {
    envFile = {},
    files = {},
    envFileReadable = true,
  }: {
    readonly envFile?: Readonly<Record<string, string>>;
    readonly files?: Readonly<Record<string, string>>;
    readonly envFileReadable?: boolean;
  } = {},
): Environment {
  return {
    variables: { ...envFile, ...variables },
    inEnvFile: new Set(Object.keys(envFile)),
    envFileReadable,
    home: '/home/ann',
    user: 'ann',
    folder: '/srv/bot',
    readFile: path => {
      const content = files[path];
      if (content === undefined) throw new Error(`ENOENT: ${path}`);
      return content;
    },
  };
}
