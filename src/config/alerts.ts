import { z } from 'zod';

import type { Address } from '../chat/platform';
import type { Reader } from './reader';

/** One entry of `ALERTS`. */
export interface AlertPlace {
  readonly to: Address;
  /** Its alerts alone; every server's when left out. */
  readonly server?: string;
}

const PATTERN =
  /^(?:discord-(?:channel|thread):(?<channel>\d{1,20})|telegram-chat:(?<chat>-?\d{1,20}(?:\/\d{1,20})?))(?:@(?<server>[^@\s]+))?$/;

const entry = z
  .string()
  .regex(PATTERN)
  .transform(text => {
    const { channel, chat, server } = PATTERN.exec(text)?.groups ?? {};
    // Discord addresses a thread as it does a channel.
    const to: Address = channel === undefined ? `telegram:chat:${chat ?? ''}` : `discord:channel:${channel}`;
    return { to, ...(server !== undefined && { server }) };
  });

/**
 * The chats of `ALERTS`, and the terminal where that is the chat. `servers` are the names that may stand behind an
 * `@`; `talks` is false in a process that has no tokens because it is not its part to talk.
 */
export function readAlerts(
  reader: Reader,
  servers: readonly string[],
  { talks, terminal }: { readonly talks: boolean; readonly terminal: boolean },
): readonly AlertPlace[] {
  const variable = 'ALERTS';
  const entries = reader.list(variable, entry, position => ({
    code: 'not-an-alert-place',
    variable,
    position,
  }));
  for (const { value, position } of entries) {
    if (value.server !== undefined && !servers.includes(value.server)) {
      reader.report({ code: 'entry-for-unknown-server', variable, position, known: servers });
    }
    const token = value.to.startsWith('discord:') ? 'DISCORD_TOKEN' : 'TELEGRAM_TOKEN';
    const given = reader.text(token) ?? reader.text(`${token}_FILE`);
    if (talks && given === undefined) {
      reader.report({ code: 'alert-place-without-token', variable, position, token });
    }
  }
  const places = entries.map(({ value }) => value);
  return terminal ? [...places, { to: 'terminal:me' }] : places;
}
