import { z } from 'zod';
import type { Account, AccountsReport } from '../../jobs/account';

const time = z.number().optional();
const known = z.object({
  email: z.string().optional(),
  provider: z.string().optional(),
  lastRefreshAtMs: time,
  expiresAtMs: time,
  disabled: z.boolean(),
});
const counts = z.object({
  clients: z.number(),
  parts: z.array(z.object({ count: z.number(), label: z.string() })),
  atMs: z.number(),
});
const memory = z.object({
  /** The credential files that are known, as they were at the last look. */
  files: z.record(z.string(), known),
  /** The last count line, and the files there were when it was first seen, with whether they were disabled. */
  counted: z.object({ counts, files: z.record(z.string(), z.boolean()) }).optional(),
  /** Providers that had an account that could be used. */
  usable: z.array(z.string()),
  /** Accounts that were cooling down. */
  cooling: z.array(z.string()),
});

/** What is known of a credential file from one look to the next. */
export type KnownFile = z.infer<typeof known>;
/** What judging accounts remembers. */
export type Remembered = z.infer<typeof memory>;

/** What was remembered; undefined before the first look, and where it is not understood. */
export function remembered(value: unknown): Remembered | undefined {
  return memory.safeParse(value).data;
}

/** An account as it is remembered. */
export function factsOf({ email, expiresAtMs, lastRefreshAtMs, provider, state }: Account): KnownFile {
  return {
    disabled: state.kind === 'disabled',
    ...(email !== undefined && { email }),
    ...(provider !== undefined && { provider }),
    ...(lastRefreshAtMs !== undefined && { lastRefreshAtMs }),
    ...(expiresAtMs !== undefined && { expiresAtMs }),
  };
}

/** The files of a look, with whether they are disabled. */
export function filesIn({ accounts }: AccountsReport): Readonly<Record<string, boolean>> {
  return Object.fromEntries(accounts.map(({ file, state }) => [file, state.kind === 'disabled']));
}

/** Whose a file is, as incidents say it. */
export function who(file: string, { email, provider }: KnownFile) {
  return { file, ...(email !== undefined && { email }), ...(provider !== undefined && { provider }) };
}

/** What a file says of when it was made: whoever looks at the same file says the same. */
export function madeAtMs({ expiresAtMs, lastRefreshAtMs }: KnownFile): number {
  return lastRefreshAtMs ?? expiresAtMs ?? 0;
}
