import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { UserError } from '../errors';

/** A credential is small: who needs longer than this is not sending it. */
const LONGEST_MS = 20_000;
const PAUSE_MS = 500;

/**
 * Fetches a file from a platform into memory, with no redirect followed: it could lead anywhere. What fails at the
 * other end is tried once more. Nothing that is thrown has the address in it, which may hold a token. Throws UserError
 * `import-too-large` beyond `mostBytes`, `import-unreadable`.
 */
export async function download(address: string, mostBytes: number, longestMs = LONGEST_MS): Promise<Buffer> {
  const signal = AbortSignal.timeout(longestMs);
  const first = await attempt(address, mostBytes, signal);
  if (Buffer.isBuffer(first)) return first;
  if (!first.mayPass) throw unreadable(first.detail);
  await delay(PAUSE_MS);
  const second = await attempt(address, mostBytes, signal);
  if (Buffer.isBuffer(second)) return second;
  throw unreadable(second.detail);
}

/** A file that could not be fetched; `detail` is in words of ours alone. */
export function unreadable(detail: string): UserError {
  return new UserError({ code: 'import-unreadable', detail });
}

interface Failure {
  readonly detail: string;
  readonly mayPass: boolean;
}

async function attempt(address: string, mostBytes: number, signal: AbortSignal): Promise<Buffer | Failure> {
  try {
    const response = await fetch(address, { redirect: 'manual', signal });
    if (response.status === 200) return await bytesOf(response, mostBytes);
    await response.body?.cancel();
    const { status } = response;
    return { detail: `HTTP ${String(status)}`, mayPass: status === 429 || status >= 500 };
  } catch (error) {
    if (error instanceof UserError) throw error;
    if (signal.aborted) return { detail: 'timeout', mayPass: false };
    return { detail: codeOf(error), mayPass: true };
  }
}

/** Reads on only as long as it may: a length that was announced need not be true. */
async function bytesOf(response: Response, mostBytes: number): Promise<Buffer> {
  const tooLarge = new UserError({ code: 'import-too-large', mostBytes });
  if (Number(response.headers.get('content-length') ?? 0) > mostBytes) {
    await response.body?.cancel();
    throw tooLarge;
  }
  const chunks: Uint8Array[] = [];
  let length = 0;
  // Leaving the loop ends the download.
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    length += chunk.length;
    if (length > mostBytes) throw tooLarge;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** `ECONNREFUSED`, `UND_ERR_SOCKET`: what Node calls it, without the words around it. */
function codeOf(error: unknown): string {
  const failure = z.object({ cause: z.object({ code: z.string() }) }).safeParse(error);
  return failure.success ? failure.data.cause.code : 'no answer';
}
