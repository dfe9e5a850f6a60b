import type { Message } from 'telegraf/types';

/** Files of one album follow each other faster than this. */
const quietMs = 1_000;

/** Puts together what was sent together: each file of an album comes as a message of its own. */
export interface Albums<M> {
  add(message: M): void;
  /** Hands nothing over any more. */
  stop(): void;
}

/** `hear` gets the messages of an album in the order in which they stand in the chat. Nobody waits for it. */
export function createAlbums<M extends Message.DocumentMessage>(
  hear: (messages: readonly M[]) => void,
  afterMs = quietMs,
): Albums<M> {
  const open = new Map<string, { readonly messages: M[]; readonly timer: NodeJS.Timeout }>();
  return {
    add: message => {
      if (message.media_group_id === undefined) {
        hear([message]);
        return;
      }
      const key = `${String(message.chat.id)} ${message.media_group_id}`;
      const album = open.get(key);
      if (album !== undefined) {
        album.messages.push(message);
        album.timer.refresh();
        return;
      }
      const messages = [message];
      const timer = setTimeout(() => {
        open.delete(key);
        hear(messages.sort((one, other) => one.message_id - other.message_id));
      }, afterMs);
      open.set(key, { messages, timer });
    },
    stop: () => {
      for (const { timer } of open.values()) clearTimeout(timer);
      open.clear();
    },
  };
}
