import { z } from 'zod';

import { LOG_LEVELS } from '../log';
import type { LogLevel } from '../log';
import { languageOf } from '../messages/language';
import type { Language } from '../messages/language';
import { port } from './port';
import type { Reader } from './reader';

/** What holds with or without servers. */
export interface Basics {
  /** Absolute; where the embedded queue keeps its data. */
  readonly dataDir: string;
  readonly logLevel: LogLevel;
  /** Of the terminal and of what is printed at the start. */
  readonly language: Language;
  /** False where `NO_COLOR` is set (https://no-color.org). */
  readonly colour: boolean;
  /** Not set: nobody asks for our health. */
  readonly healthPort?: number;
}

/** `terminal`: the terminal is the chat, and an ordinary log would run through the conversation. */
export function readBasics(reader: Reader, terminal: boolean): Basics {
  const logLevel = reader.value('LOG_LEVEL', z.enum(LOG_LEVELS), {
    code: 'not-one-of',
    variable: 'LOG_LEVEL',
    allowed: LOG_LEVELS,
  });
  const healthPort = reader.value('HEALTH_PORT', port, { code: 'not-a-port', variable: 'HEALTH_PORT' });
  return {
    dataDir: reader.path('DATA_DIR', 'data'),
    logLevel: logLevel ?? (terminal ? 'warn' : 'info'),
    language: readLanguage(reader),
    colour: reader.text('NO_COLOR') === undefined,
    ...(healthPort && { healthPort }),
  };
}

/** In gettext's order. Its LANGUAGE is a list (`zh_CN:en`) and is set on many desktops, so anything goes. */
function readLanguage(reader: Reader): Language {
  const tags = ['LANGUAGE', 'LC_ALL', 'LC_MESSAGES', 'LANG'].map(name => reader.text(name));
  return languageOf(tags.find(tag => tag !== undefined));
}
