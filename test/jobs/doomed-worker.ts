import type { Login } from '../../src/jobs/login';
import { openEmbeddedJobs } from '../../src/jobs/embedded';
import type { Jobs } from '../../src/jobs/jobs';
import { openRedisJobs } from '../../src/jobs/redis';
import type { Timing } from '../../src/jobs/store';
import { idleTasks } from './idle-tasks';
import { rememberingLog } from './jobs-world';
import { waitingState } from './logins';

/**
 * A worker that takes a login of a server (or so many at once), says its id, and never ends it; that does the same with a restart; and
 * that watches the same server and says when it begins and gives up. `redis <url> <server> <timing> <at once>` or
 * `embedded <directory> <server> <timing> <at once>`, the timing as JSON. Run by `startDoomedWorker`, to be killed.
 */
async function main(
  store: string,
  place: string,
  server: string,
  timing: Timing,
  atOnce: number,
): Promise<void> {
  const { log } = rememberingLog();
  const options = { log, timing };
  const jobs: Jobs =
    store === 'redis'
      ? await openRedisJobs({ ...options, url: place })
      : await openEmbeddedJobs({ ...options, directory: place });
  const say = (line: string): void => void process.stdout.write(`${line}\n`);
  const hold = async (login: Login): Promise<void> => {
    await jobs.setState(login.id, waitingState('doomed'));
    say(login.id);
    await new Promise(() => undefined);
  };
  jobs.workLogins(server, hold, atOnce);
  jobs.workTasks({
    ...idleTasks,
    restart: data => {
      say(`restarts ${data.server}`);
      return new Promise(() => undefined);
    },
  });
  jobs.watchServers([server], async (watched, held) => {
    say(`watches ${watched}`);
    await new Promise(resolve => held.addEventListener('abort', resolve));
    say(`gives up ${watched}`);
  });
  say('ready');
}

const [store = '', place = '', server = '', timing = '', atOnce = ''] = process.argv.slice(2);
void main(store, place, server, JSON.parse(timing) as Timing, Number(atOnce));
