import type { Incident } from '../../jobs/incident';
import type { Jobs } from '../../jobs/jobs';

/** The incidents of all servers as they were read last: most of the time most servers have nothing new. */
export interface Board {
  /** This server's must be read again; every server's, where none is named. */
  outdate(server?: string): void;
  read(servers: readonly string[]): Promise<readonly Incident[]>;
}

export function createBoard(jobs: Pick<Jobs, 'read'>): Board {
  const known = new Map<string, Promise<readonly Incident[]>>();

  async function look(server: string): Promise<readonly Incident[]> {
    return (await jobs.read('watch', server))?.incidents ?? [];
  }

  return {
    outdate: server => {
      if (server === undefined) known.clear();
      else known.delete(server);
    },
    read: async servers => {
      const all = servers.map(server => {
        const reading = known.get(server) ?? look(server);
        known.set(server, reading);
        // What could not be read is not remembered.
        reading.catch(() => {
          if (known.get(server) === reading) known.delete(server);
        });
        return reading;
      });
      return (await Promise.all(all)).flat();
    },
  };
}
