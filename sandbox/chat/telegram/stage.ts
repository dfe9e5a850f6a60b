import type { Downloads } from './downloads';
import type { Limits } from './limits';
import type { World } from './world';

/** A press of a button, and whether the bot said that it heard it. */
export interface Press {
  readonly id: string;
  readonly label: string;
  isAcknowledged: boolean;
}

export interface Menu {
  readonly command: string;
  readonly description: string;
}

/** What the methods of the Bot API work on. */
export interface Stage {
  readonly world: World;
  readonly downloads: Downloads;
  readonly limits: Limits;
  readonly presses: readonly Press[];
  /** Menus by language code; `''` is everybody else's. */
  readonly menus: Map<string, readonly Menu[]>;
}
