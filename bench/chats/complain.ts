import type { Chat } from './chat';

/** Numbers of a bot that a chat server would have refused are worth nothing. */
export function complain(chats: readonly Chat[]): void {
  const violations = chats.flatMap(chat => chat.violations());
  if (violations.length > 0) throw new Error(`what chat servers do not take:\n${violations.join('\n')}`);
}
