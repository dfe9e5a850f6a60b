import type { WriteCommand } from '../write-command';

/** What is said while something is mended: restarts, logs, the doctor. */
export const operate = (_command: WriteCommand) => ({});

export type OperateWords = ReturnType<typeof operate>;
