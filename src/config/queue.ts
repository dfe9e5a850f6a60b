import { z } from 'zod';

import { registerSecret } from '../redact';
import { passwordsIn, redisAddress } from './addresses';
import type { Reader } from './reader';

const ROLES = ['bot', 'worker', 'both'] as const;
/** What this process does: talk to people, run logins on servers, or both. */
export type Role = (typeof ROLES)[number];

export interface QueueSettings {
  readonly role: Role;
  /** Not set: the queue is embedded in this process. */
  readonly redisUrl?: string;
}

/** The role and the queue that it shares with others; a role alone needs Redis to reach the other. */
export function readQueue(reader: Reader): QueueSettings {
  const role = reader.value('ROLE', z.enum(ROLES), { code: 'not-one-of', variable: 'ROLE', allowed: ROLES });
  const redisUrl = reader.secret('REDIS_URL', {
    schema: redisAddress,
    otherwise: variable => ({ code: 'not-a-url', variable, example: 'redis://127.0.0.1:6379' }),
  });
  for (const password of redisUrl === undefined ? [] : passwordsIn(redisUrl)) registerSecret(password);

  const given = reader.text('REDIS_URL') ?? reader.text('REDIS_URL_FILE');
  if (given === undefined && (role === 'bot' || role === 'worker')) {
    reader.report({ code: 'role-needs-redis', variable: 'ROLE', role });
  }
  return { role: role ?? 'both', ...(redisUrl && { redisUrl }) };
}
