import { z } from 'zod';
import { jsonIn } from './json';
import type { Container } from '../server/server';
import type { Management } from './management';

const answer = z.object({ models: z.array(z.object({ id: z.string() })) });

/**
 * The models that an account serves, by its file's name (v6.6.11 and newer). Undefined where nobody can say: the
 * program answers with none of them for a file that it does not know by this name.
 *
 * @throws UserError whatever keeps the server out of reach.
 */
export async function managedModels(
  management: Management,
  container: Container,
  file: string,
): Promise<readonly string[] | undefined> {
  const path = `/auth-files/models?name=${encodeURIComponent(file)}`;
  const asked = await management.request(container, { path });
  if (asked.state !== 'answered' || asked.answer.status !== 200) return undefined;
  const models = answer.safeParse(jsonIn(asked.answer.body)).data?.models ?? [];
  return models.length === 0 ? undefined : models.map(({ id }) => id);
}
