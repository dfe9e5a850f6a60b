import type { CliProxy } from '../cliproxy/cliproxies';
import type { RestartReport, Tasks } from '../jobs/contracts';
import type { Jobs } from '../jobs/jobs';

export function restart(
  _proxy: CliProxy,
  _jobs: Jobs,
  _data: Tasks['restart']['data'],
): Promise<RestartReport> {
  throw new Error('not built');
}
