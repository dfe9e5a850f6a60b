import { stat } from 'node:fs/promises';
import ssh2 from 'ssh2';
import type { Session } from 'ssh2';

const { STATUS_CODE } = ssh2.utils.sftp;

/**
 * Answers by SFTP what a file of the server is, and nothing else.
 *
 * @param files where on this machine a path of the server lies; undefined: nothing is there.
 */
export function serveFiles(session: Session, files: (path: string) => string | undefined): void {
  session.on('sftp', accept => {
    const sftp = accept();
    // ssh2 answers the end of every other channel by itself.
    sftp.once('end', () => sftp.end());
    sftp.on('STAT', (request, path) => {
      const real = files(path);
      const looking = real === undefined ? Promise.reject(new Error('no such file')) : stat(real);
      looking.then(
        ({ mode, uid, gid, size, atimeMs, mtimeMs }) => {
          const [atime, mtime] = [Math.floor(atimeMs / 1000), Math.floor(mtimeMs / 1000)];
          sftp.attrs(request, { mode, uid, gid, size, atime, mtime });
        },
        () => sftp.status(request, STATUS_CODE.NO_SUCH_FILE),
      );
    });
  });
}
