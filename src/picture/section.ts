import type { AccountsReport } from '../jobs/account';
import type { History } from '../jobs/incident';

/** One server on the picture, in the order in which the picture shows them. */
export interface PictureSection {
  readonly server: string;
  /** Absent where the server could not be asked. Names are drawn as they are: mask them before, where others look. */
  readonly report: AccountsReport | undefined;
  /** Why it could not be asked, in plain words. */
  readonly problem?: string;
  /** The last day, as far as the watcher of the server knows it. */
  readonly history: History | undefined;
}
