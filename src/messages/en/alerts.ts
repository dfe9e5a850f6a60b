import type { WriteCommand } from '../write-command';

/** What is said of incidents, and of alerts about them. */
export const alerts = (_command: WriteCommand) => ({});

export type AlertsWords = ReturnType<typeof alerts>;
