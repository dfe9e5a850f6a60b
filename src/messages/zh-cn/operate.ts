import type { OperateWords } from '../en/operate';
import type { WriteCommand } from '../write-command';

/** What is said while something is mended: restarts, logs, the doctor. */
export const operate = (_command: WriteCommand): OperateWords => ({});
