import { UserError } from '../../errors';

const LONGEST_DETAIL = 300;

/** The problem when `docker system dial-stdio` ended without a byte of answer, from its exit code and stderr. */
export function explainDialStdio(
  facts: { readonly server: string; readonly user: string; readonly socket: string },
  exitCode: number | undefined,
  stderr: string,
): UserError {
  const { server, user, socket } = facts;
  // The command may first complain of its own files: "WARNING: … config.json: permission denied".
  const complaint =
    stderr
      .split('\n')
      .findLast(line => line.trim() !== '')
      ?.trim() ?? '';
  if (/permission denied/i.test(complaint)) {
    return new UserError({ code: 'docker-permission', server, user, fix: `sudo usermod -aG docker ${user}` });
  }
  // 127 is the shell's "command not found", whatever language it says it in.
  const absent = /cannot connect to the docker daemon|no such file or directory|connection refused/i;
  if (exitCode === 127 || absent.test(complaint)) {
    return new UserError({ code: 'docker-absent', server, socket });
  }
  const said = complaint.slice(0, LONGEST_DETAIL);
  const detail = said === '' ? `docker system dial-stdio ended with code ${exitCode ?? '?'}` : said;
  return new UserError({ code: 'docker-failed', server, detail });
}
