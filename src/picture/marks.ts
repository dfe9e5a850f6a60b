import type { AccountState } from '../jobs/account';

/**
 * How a state looks: each has a shape and a sign of its own beside its colour, so that nobody needs to tell
 * colours apart. The colours are those of Okabe and Ito, lightened for a dark ground.
 */
export interface Mark {
  readonly colour: string;
  readonly shape: 'circle' | 'triangle' | 'square' | 'diamond' | 'octagon';
  readonly sign: 'tick' | 'cross' | 'pause' | 'dash' | '!' | '?';
}

export const MARKS: Readonly<Record<AccountState['kind'], Mark>> = {
  'needs-login': { colour: '#ff7a59', shape: 'octagon', sign: 'cross' },
  expired: { colour: '#ff7a59', shape: 'octagon', sign: '!' },
  unreadable: { colour: '#e69ac0', shape: 'diamond', sign: '!' },
  'expires-soon': { colour: '#f0e442', shape: 'triangle', sign: '!' },
  cooling: { colour: '#6cc3f5', shape: 'square', sign: 'pause' },
  disabled: { colour: '#a9b4c4', shape: 'circle', sign: 'dash' },
  unknown: { colour: '#a9b4c4', shape: 'diamond', sign: '?' },
  fine: { colour: '#3fd0a0', shape: 'circle', sign: 'tick' },
};

/** Where a server could not be asked. */
export const UNREACHABLE: Mark = MARKS['needs-login'];

/** The states, those that need somebody first. */
export const BY_URGENCY = Object.keys(MARKS) as readonly AccountState['kind'][];
