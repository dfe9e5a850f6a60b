import type { CliProxy } from '../cliproxy/cliproxies';
import type { LogsReport, Tasks } from '../jobs/contracts';

export function readLogs(_proxy: CliProxy, _data: Tasks['logs']['data']): Promise<LogsReport> {
  throw new Error('not built');
}
