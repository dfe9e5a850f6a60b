import { z } from 'zod';
import { UserError } from '../errors';
import type { Api } from './api';
import { refusalOf } from './api-refusal';
import { jsonIn } from './json';

const timeoutMs = 10_000;

/** What is longer is no name: a phone could not show it. */
const named = z.object({ id: z.string().regex(/^\P{Cc}{1,200}$/u) });
const list = z.object({ data: z.array(z.unknown()) });

/**
 * `GET /v1/models`: what accounts and keys that are enabled could serve, whether or not they are cooling down. The
 * program gives them in another order each time.
 *
 * @throws UserError `no-api-key`, `api-key-refused`, `example-keys`, `api-silent`, `completion-failed`.
 */
export async function modelsOf(api: Api): Promise<readonly string[]> {
  const { server, port } = api;
  const answer = await api.ask({ path: '/v1/models' }, timeoutMs);
  if (answer === undefined) throw new UserError({ code: 'api-silent', server, ports: [port] });
  const { data } = list.safeParse(answer.status === 200 ? jsonIn(answer.body) : undefined);
  if (data === undefined) throw new UserError(refusalOf(answer, api, undefined, Date.now()));
  const names = data.data.flatMap(model => named.safeParse(model).data?.id ?? []);
  return [...new Set(names)].sort((one, other) => one.localeCompare(other, 'en', { numeric: true }));
}
