import { z } from 'zod';
import type { Strategy } from '../jobs/reports';
import type { Container } from '../server/server';
import { jsonIn } from './json';
import type { Management } from './management';
import { strategyWritten } from './routing';

const path = '/routing/strategy';
const answer = z.object({ strategy: z.string() });

/** How accounts are chosen, as the Management API says it (v6.6.82 and newer). */
export interface ManagedRouting {
  readonly strategy: string;
  /** Of the program that runs (v6.3.36 and newer). */
  readonly version?: string;
}

/** Undefined where there is no key, no such route or no answer. Throws UserError: whatever keeps it out of reach. */
export async function managedRouting(
  management: Management,
  container: Container,
): Promise<ManagedRouting | undefined> {
  const asked = await management.request(container, { path });
  if (asked.state !== 'answered' || asked.answer.status !== 200) return undefined;
  const said = answer.safeParse(jsonIn(asked.answer.body));
  if (!said.success) return undefined;
  return {
    strategy: strategyWritten(said.data.strategy),
    ...(asked.version !== undefined && { version: asked.version }),
  };
}

/** Whether the Management API took a strategy, and says so when it is asked again. */
export async function setManagedRouting(
  management: Management,
  container: Container,
  strategy: Strategy,
): Promise<boolean> {
  const put = await management.request(container, {
    method: 'PUT',
    path,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ value: strategy }),
  });
  if (put.state !== 'answered' || put.answer.status !== 200) return false;
  return (await managedRouting(management, container))?.strategy === strategy;
}
