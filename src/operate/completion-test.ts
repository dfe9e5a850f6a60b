import { findApi } from '../cliproxy/api';
import type { CliProxy } from '../cliproxy/cliproxies';
import { complete } from '../cliproxy/completion';
import { managedModels } from '../cliproxy/managed-models';
import type { ManagedAccount, Management } from '../cliproxy/management';
import { meantModel } from '../cliproxy/model-name';
import { modelsOf } from '../cliproxy/models';
import { runningContainer } from '../cliproxy/running-container';
import { problemOf, UserError, type Problem } from '../errors';
import type { Tasks } from '../jobs/contracts';
import type { TestReport } from '../jobs/reports';
import type { Container } from '../server/server';

/**
 * Asks CLIProxyAPI for a completion as its clients do, or for its models alone when none is named.
 *
 * @throws UserError what keeps an account from being usable; whatever keeps the server out of reach.
 */
export async function testCompletion(
  { server, place, management }: Pick<CliProxy, 'server' | 'place' | 'management'>,
  { model: typed }: Tasks['test']['data'],
  now: () => number = Date.now,
): Promise<TestReport> {
  const container = await runningContainer(server);
  const api = await findApi(server, container, place);
  const models = await modelsOf(api);
  if (models.length === 0) throw new UserError({ code: 'no-account', server: server.name });
  const report = {
    server: server.name,
    ...(api.port !== place.apiPort && { otherPort: api.port }),
    models,
  };
  if (typed === undefined) return report;

  const model = oneOf(server.name, typed, models);
  try {
    const { firstLine, ms } = await complete(api, model, models, now);
    return { ...report, answered: { model, firstLine, ms } };
  } catch (error) {
    const problem = problemOf(error);
    if (problem === undefined) throw error;
    throw new UserError(await withTime(problem, model, management, container, now()), error);
  }
}

function oneOf(server: string, typed: string, models: readonly string[]): string {
  const meant = meantModel(typed, models);
  if (meant.kind === 'one') return meant.model;
  const known = meant.kind === 'several' ? meant.models : models;
  throw new UserError({ code: 'unknown-model', server, typed, known });
}

/**
 * Where the program does not say until when accounts are left alone, its Management API may: with one account that is
 * disabled and the others cooling down it says "no auth available" and nothing else.
 */
async function withTime(
  problem: Problem,
  model: string,
  management: Management,
  container: Container,
  nowMs: number,
): Promise<Problem> {
  const isUnsaid = problem.code === 'accounts-cooling' && problem.untilMs === undefined;
  if (!isUnsaid && problem.code !== 'no-account') return problem;
  const managed = await management.accounts(container).catch(() => undefined);
  const accounts = managed?.state === 'answered' ? managed.answer : [];
  const cooling = accounts.filter(({ disabled, nextRetryAtMs = 0 }) => !disabled && nextRetryAtMs > nowMs);
  const times = await Promise.all(cooling.map(timeOf));
  const untilMs = Math.min(...times.flat());
  if (untilMs === Infinity) return problem;
  return { code: 'accounts-cooling', server: problem.server, model, untilMs };

  /** Until when an account is left alone; nothing for one that does not serve the model anyway. */
  async function timeOf({ file, nextRetryAtMs }: ManagedAccount): Promise<readonly number[]> {
    const served = await managedModels(management, container, file).catch(() => undefined);
    const isServed = served?.includes(model.replace(/\([^()]*\)$/, '')) ?? true;
    return isServed && nextRetryAtMs !== undefined ? [nextRetryAtMs] : [];
  }
}
