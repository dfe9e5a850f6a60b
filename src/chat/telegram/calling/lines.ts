/** Does what is written to one chat one after the other, in the order asked for; chats do not wait for each other. */
export type Lines = <T>(chat: number, act: () => Promise<T>) => Promise<T>;

export function createLines(): Lines {
  const last = new Map<number, Promise<unknown>>();
  return (chat, act) => {
    const acted = (last.get(chat) ?? Promise.resolve()).then(act);
    const ended: Promise<void> = acted.then(forget, forget);
    function forget(): void {
      if (last.get(chat) === ended) last.delete(chat);
    }
    last.set(chat, ended);
    return acted;
  };
}
