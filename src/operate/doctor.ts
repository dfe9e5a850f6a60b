import type { CliProxy } from '../cliproxy/cliproxies';
import type { DoctorReport } from '../jobs/contracts';

export function examine(_proxy: CliProxy): Promise<DoctorReport> {
  throw new Error('not built');
}
