import { openEmbeddedJobs } from '../../src/jobs/embedded';
import type { Jobs } from '../../src/jobs/jobs';
import { openRedisJobs } from '../../src/jobs/redis';
import { rememberingLog, SHORT } from './jobs-world';
import { waitingState } from './logins';

/**
 * A worker that takes a login of a server, says its id, and never ends it: `redis <url> <server>` or
 * `embedded <directory> <server>`. Run by `startDoomedWorker`, to be killed.
 */
async function main(store: string, place: string, server: string): Promise<void> {
  const { log } = rememberingLog();
  const options = { log, timing: SHORT };
  const jobs: Jobs =
    store === 'redis'
      ? await openRedisJobs({ ...options, url: place })
      : await openEmbeddedJobs({ ...options, directory: place });
  jobs.workLogins(server, async login => {
    await jobs.setState(login.id, waitingState('doomed'));
    process.stdout.write(`${login.id}\n`);
    await new Promise(() => undefined);
  });
  process.stdout.write('ready\n');
}

const [store = '', place = '', server = ''] = process.argv.slice(2);
void main(store, place, server);
