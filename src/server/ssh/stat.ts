import { UserError } from '../../errors';
import type { Server } from '../server';
import type { Connection } from './connection';
import type { Link } from './link';
import { isRefusedOpening } from './refused-opening';

const TIMEOUT_MS = 5_000;
const PERMISSION_BITS = 0o7777;

type Found = Awaited<ReturnType<Server['stat']>>;

/**
 * Looks at a server's own files by SFTP, as {@link Server.stat} promises. It takes one session of a connection, and
 * gives it back; what is not answered within `timeoutMs` may not be seen. Throws UserError: every problem of the
 * way to the server, `connection-lost`.
 */
export function createStat(
  server: string,
  connection: Pick<Connection, 'link'>,
  timeoutMs = TIMEOUT_MS,
): (path: string) => Promise<Found> {
  const lines = new WeakMap<Link, Promise<unknown>>();
  // A session whose subsystem was refused stays open, for ssh2 hands out nothing to close it by: one is enough.
  const without = new WeakSet<Link>();

  return async path => {
    const link = await connection.link();
    const turn = (lines.get(link) ?? Promise.resolve()).then(() =>
      without.has(link) ? undefined : look(link, path),
    );
    lines.set(
      link,
      turn.catch(() => undefined),
    );
    return await inTime(link, turn);
  };

  /** Comes back when the session is over, or never when the server does not say so. */
  function look(link: Link, path: string): Promise<Found> {
    return new Promise(resolve => {
      // It throws where the connection is gone.
      link.client.sftp((error, sftp) => {
        if (error !== undefined) {
          if (!isRefusedOpening(error)) without.add(link);
          resolve(undefined);
          return;
        }
        let found: Found;
        sftp.on('error', () => undefined);
        sftp.once('close', () => resolve(found));
        sftp.stat(path, (refusal, stats) => {
          if (refusal === undefined) found = { mode: stats.mode & PERMISSION_BITS };
          sftp.end();
        });
      });
    });
  }

  async function inTime(link: Link, turn: Promise<Found>): Promise<Found> {
    let onLost = (): void => undefined;
    let timer: NodeJS.Timeout | undefined;
    const givenUp = new Promise<Found>((resolve, reject) => {
      onLost = () => reject(new UserError({ code: 'connection-lost', server }));
      timer = setTimeout(() => resolve(undefined), timeoutMs);
    });
    link.lost.addEventListener('abort', onLost);
    try {
      return await Promise.race([turn, givenUp]);
    } catch (error) {
      throw error instanceof UserError ? error : new UserError({ code: 'connection-lost', server }, error);
    } finally {
      clearTimeout(timer);
      link.lost.removeEventListener('abort', onLost);
    }
  }
}
