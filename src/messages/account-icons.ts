import type { AccountState } from '../jobs/account';

/** A state at a glance. */
export const accountIcons: Readonly<Record<AccountState['kind'], string>> = {
  fine: '✅',
  'expires-soon': '⏳',
  expired: '⌛',
  disabled: '⏸',
  cooling: '🧊',
  'needs-login': '🔑',
  unreadable: '⚠️',
  unknown: '❔',
};
