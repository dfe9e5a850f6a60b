import type { Message as TelegramMessage } from 'telegraf/types';
import type { Message, PasteQuestion } from '../../platform';
import { type PlainText } from './text';

/** What paste buttons ask. A question carries its action with it, so that a reply is understood after a restart. */
export interface Questions {
  /** Keeps what the paste buttons of a message ask. */
  note(message: Message): void;
  /** What to ask for an action; with the button's own words where a restart lost the question. */
  question(
    action: string,
    label: string,
    bot: string,
  ): { readonly text: PlainText; readonly placeholder: string };
}

const kept = 1_000;

export function createQuestions(): Questions {
  const asks = new Map<string, PasteQuestion>();
  return {
    note: message => {
      for (const button of (message.buttons ?? []).flat()) {
        if (button.kind !== 'paste') continue;
        asks.delete(button.action);
        asks.set(button.action, button.ask);
      }
      for (const oldest of asks.keys()) {
        if (asks.size <= kept) break;
        asks.delete(oldest);
      }
    },
    question: (action, label, bot) => {
      const ask = asks.get(action);
      const title = ask?.title ?? label;
      const details = ask === undefined ? '' : `\n${ask.label}\n`;
      const example = ask?.example ?? '';
      const text = `${title}${carrier}${details}${example}`;
      return {
        placeholder: ask?.label ?? label,
        text: {
          text,
          entities: [
            { type: 'bold', offset: 0, length: title.length },
            { type: 'text_link', offset: title.length, length: carrier.length, url: carrierUrl(bot, action) },
            ...(example === ''
              ? []
              : [{ type: 'code' as const, offset: text.length - example.length, length: example.length }]),
          ],
        },
      };
    },
  };
}

/** An invisible character whose link is the only thing in a message that Telegram gives back with the reply. */
const carrier = '\u200B';

function carrierUrl(bot: string, action: string): string {
  return `https://t.me/${bot}?paste=${encodeURIComponent(action)}`;
}

/** The action of the question a message replies to; undefined when it is no question of this bot. */
export function askedAction(reply: TelegramMessage | undefined, botId: number): string | undefined {
  if (reply?.from?.id !== botId || !('entities' in reply)) return undefined;
  for (const entity of reply.entities ?? []) {
    if (entity.type !== 'text_link' || !URL.canParse(entity.url)) continue;
    const action = new URL(entity.url).searchParams.get('paste');
    if (action !== null) return action;
  }
  return undefined;
}
