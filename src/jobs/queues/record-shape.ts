import { z } from 'zod';

import type { RecordName, Records } from '../incident';

const incident = z.looseObject({
  id: z.string(),
  server: z.string(),
  trouble: z.looseObject({ kind: z.string() }),
  startedAtMs: z.number(),
  endedAtMs: z.number().optional(),
  seenAtMs: z.number(),
  revision: z.number(),
  endIsNews: z.boolean(),
  log: z.array(z.string()),
});
const messageRef = z.looseObject({ address: z.string(), id: z.string() });

/** What must be there for nobody to stumble over it: the lists that are gone through, and what is reckoned with. */
const shapes: Readonly<Record<RecordName, z.ZodType>> = {
  watch: z.looseObject({
    incidents: z.array(incident),
    history: z.looseObject({
      clients: z.array(z.looseObject({ atMs: z.number(), clients: z.number() })),
      startsAtMs: z.array(z.number()),
    }),
    watchedAtMs: z.number(),
  }),
  told: z.looseObject({
    incidents: z.record(
      z.string(),
      z.looseObject({
        revision: z.number(),
        shownAt: messageRef.optional(),
        endShownAt: messageRef.optional(),
      }),
    ),
  }),
  mute: z.looseObject({ sinceMs: z.number(), untilMs: z.number(), by: z.string() }),
  restart: z.looseObject({ container: z.string(), startedAtMs: z.number(), by: z.string() }),
  saved: z.looseObject({ files: z.record(z.string(), z.number()) }),
  refusedKey: z.looseObject({ keyHash: z.string() }),
};

/** Whether a value is a record of this name, put there by what may be another version of the program. */
export function isRecord<Name extends RecordName>(name: Name, value: unknown): value is Records[Name] {
  return shapes[name].safeParse(value).success;
}
