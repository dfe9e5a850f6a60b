import { request } from 'node:http';

/** Tells a pretend provider how to answer this one request. */
export const answerHeader = 'x-pretend-answer';

export interface Answered {
  readonly status: number;
  readonly body: string;
}

export interface Asked {
  readonly method?: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  /** Goes as a form; a text as it is. */
  readonly body?: Readonly<Record<string, string>> | string;
}

/** Asks the provider, with no time limit of its own. Throws what the connection came to. */
export function askProvider(url: string, { method = 'POST', headers, body = '' }: Asked): Promise<Answered> {
  const isForm = typeof body !== 'string';
  return new Promise((resolve, reject) => {
    const type = isForm ? 'application/x-www-form-urlencoded' : 'application/json';
    const sent = request(
      url,
      { method, headers: { 'content-type': type, connection: 'close', ...headers } },
      response => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => (text += chunk));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, body: text }));
        response.on('error', reject);
      },
    );
    sent.on('error', reject);
    sent.end(isForm ? new URLSearchParams(body).toString() : body);
  });
}

/** What an answer holds at a path; undefined for what is no JSON, or not there. */
export function fieldOf(body: string, ...path: readonly string[]): unknown {
  let answer: unknown;
  try {
    answer = JSON.parse(body);
  } catch {
    return undefined;
  }
  return path.reduce<unknown>(
    (inner, key) =>
      typeof inner === 'object' && inner !== null
        ? Object.entries(inner).find(([name]) => name === key)?.[1]
        : undefined,
    answer,
  );
}

/** A text of an answer; empty where there is none. */
export function textOf(body: string, ...path: readonly string[]): string {
  const value = fieldOf(body, ...path);
  return typeof value === 'string' ? value : '';
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The claims of a JWT, unverified, as a JSON text; empty claims for what is none. */
export function claimsOf(token: string): string {
  const claims = Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8');
  return claims.startsWith('{') ? claims : '{}';
}
