import { UserError } from '../../errors';

const LONGEST_DETAIL = 300;

/** The problem when `docker system dial-stdio` ended without a byte of answer, from its exit code and stderr. */
export function explainDialStdio(
  facts: { readonly server: string; readonly user: string; readonly socket: string },
  exitCode: number | undefined,
  stderr: string,
): UserError {
  const { server, user, socket } = facts;
  if (/permission denied/i.test(stderr)) {
    return new UserError({ code: 'docker-permission', server, user, fix: `sudo usermod -aG docker ${user}` });
  }
  // 127 is the shell's "command not found", whatever language it says it in.
  const absent = /cannot connect to the docker daemon|no such file or directory|connection refused/i;
  if (exitCode === 127 || absent.test(stderr))
    return new UserError({ code: 'docker-absent', server, socket });
  const detail = stderr.trim().split('\n').at(-1)?.slice(0, LONGEST_DETAIL) ?? '';
  return new UserError({
    code: 'docker-failed',
    server,
    detail: detail === '' ? `docker system dial-stdio ended with code ${exitCode ?? '?'}` : detail,
  });
}
