import type { Part, PlatformName } from '../chat/platform';
import { code } from './rich';

/** How a command is written on the reader's platform: `/claude-login ali`, `/claude_login ali`. */
export type WriteCommand = (name: string, words?: string) => Part;

/** Telegram makes plain `/words` tappable and knows no dashes in them. */
export function writeCommand(platform: PlatformName): WriteCommand {
  return (name, words) => {
    const text = [`/${platform === 'telegram' ? name.replaceAll('-', '_') : name}`, words ?? []]
      .flat()
      .join(' ');
    return platform === 'telegram' ? text : code(text);
  };
}
