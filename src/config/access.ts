import { z } from 'zod';

import type { AccessRule, Right } from '../chat/access';
import type { Reader } from './reader';
import type { VariableName } from './variables';

const LISTS = [
  ['VIEWERS', 'viewer'],
  ['OPERATORS', 'operator'],
  ['ADMINS', 'admin'],
] as const satisfies readonly (readonly [VariableName, Right])[];

/** Chats of Telegram may have negative ids; nobody is named by a name that they can change. */
const entry = z
  .string()
  .regex(/^(?:(?:discord|discord-role|telegram):\d{1,20}|telegram-chat:-?\d{1,20}|terminal:me)(?:@[^@\s]+)?$/)
  .transform(text => {
    const [who = '', server] = text.split('@');
    return server === undefined ? { who } : { who, server };
  });

/** The rules of `VIEWERS`, `OPERATORS` and `ADMINS`; `servers` are the names that may stand behind an `@`. */
export function readAccess(reader: Reader, servers: readonly string[]): readonly AccessRule[] {
  return LISTS.flatMap(([variable, right]) =>
    reader
      .list(variable, entry, position => ({ code: 'not-an-access-entry', variable, position }))
      .flatMap(({ value, position }) => {
        if (value.server === undefined || servers.includes(value.server)) return [{ right, ...value }];
        reader.report({ code: 'entry-for-unknown-server', variable, position, known: servers });
        return [];
      }),
  );
}
