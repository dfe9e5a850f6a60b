import type { AccountState } from '../../jobs/account';

/** The words on the picture of all accounts: short, since a picture does not wrap. */
export const picture = {
  title: 'Accounts',
  asOf: (clock: string): string => `as of ${clock}`,
  states: {
    fine: 'fine',
    'expires-soon': 'expires soon',
    expired: 'expired',
    disabled: 'disabled',
    cooling: 'cooling down',
    'needs-login': 'needs login',
    unreadable: 'unreadable',
    unknown: 'unknown',
  } satisfies Record<AccountState['kind'], string> as Readonly<Record<AccountState['kind'], string>>,
  unreachable: 'unreachable',
  clients: (count: number): string => (count === 1 ? '1 client' : `${count} clients`),
  /** The fewest and the most within a day. */
  clientsBetween: (fewest: number, most: number): string => `${fewest}–${most} clients`,
  files: (count: number): string => (count === 1 ? '1 file now' : `${count} files now`),
  noAccounts: 'no accounts yet',
  lastDay: 'last 24 h',
  restarts: (count: number): string => (count === 1 ? '1 restart' : `${count} restarts`),
  noHistory: 'no history of the last 24 h yet',
  /** `+12 fine` */
  more: (count: number, state: string): string => `+${count} ${state}`,
  moreServers: (count: number): string => (count === 1 ? '+1 more server' : `+${count} more servers`),
  expires: (duration: string): string => `expires in ${duration}`,
  expired: (duration: string): string => `expired ${duration} ago`,
  until: (duration: string): string => `for another ${duration}`,
  duration: {
    minutes: (count: number): string => `${count} min`,
    hours: (count: number): string => `${count} h`,
    days: (count: number): string => (count === 1 ? '1 day' : `${count} days`),
  },
};

export type PictureWords = typeof picture;
