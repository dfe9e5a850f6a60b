import type { Address, MessageRef } from '../../platform';
import type { Messages } from '../speaking/messages';

/** Keeps at most one open question in a chat, and takes it away once it is answered. */
export interface Asking {
  ask(to: Address, action: string, label: string, bot: string): Promise<void>;
  /** The person wrote something: the question, if there was one, has served. */
  settle(at: Address): Promise<void>;
}

export function createAsking(messages: Messages): Asking {
  const open = new Map<Address, MessageRef>();

  async function settle(at: Address): Promise<void> {
    const question = open.get(at);
    if (question === undefined) return;
    open.delete(at);
    await messages.remove(question);
  }

  return {
    settle,
    ask: async (to, action, label, bot) => {
      await settle(to);
      open.set(to, await messages.ask(to, action, label, bot));
    },
  };
}
