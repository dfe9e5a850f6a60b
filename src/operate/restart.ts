import { setTimeout as sleep } from 'node:timers/promises';
import { answers } from '../cliproxy/answering';
import { latestCounts, withFiles } from '../cliproxy/clients';
import type { CliProxy } from '../cliproxy/cliproxies';
import { credentialFiles, maxCredentialBytes } from '../cliproxy/credentials';
import { restartOurs } from '../cliproxy/our-restart';
import { problemOf, UserError } from '../errors';
import type { ClientCounts } from '../jobs/account';
import type { Tasks } from '../jobs/contracts';
import type { RestartReport } from '../jobs/reports';
import type { Jobs } from '../jobs/jobs';
import type { Container, Server } from '../server/server';

const logTail = 5_000;

/** How long a restart may take, and how often it is looked at. Tests shorten them. */
export interface RestartPace {
  readonly answersWithinMs: number;
  /** The counts are printed a moment after the port is open. */
  readonly countsWithinMs: number;
  readonly probeMs: number;
  readonly pollMs: number;
}

const restartPace: RestartPace = {
  answersWithinMs: 60_000,
  countsWithinMs: 5_000,
  probeMs: 2_000,
  pollMs: 250,
};

/**
 * Restarts the container, or starts one that is down, and comes back when its port answers.
 *
 * @throws UserError `no-answer`; `container-down` when it ended again; whatever keeps the server out of reach.
 */
export async function restart(
  { server, place }: CliProxy,
  jobs: Pick<Jobs, 'write'>,
  { by }: Tasks['restart']['data'],
  pace: RestartPace = restartPace,
): Promise<RestartReport> {
  const old = await server.container();
  const before = await countsBefore(old, place.authDir);
  await restartOurs(old, jobs, server.name, by).catch((error: unknown) => {
    if (!isStartedAgain(error)) throw error;
  });
  const container = await untilItAnswers(server, place.apiPort, pace);
  const { nowMs } = await server.engine();
  const after = await countsSince(container, pace);
  const endedAtMs = container.facts.finishedAtMs || container.startedAtMs;
  return {
    container: container.name,
    ...(before !== undefined && { before }),
    ...(after !== undefined && { after }),
    downMs: Math.max(0, nowMs - endedAtMs),
  };
}

/** It ended at once, and Docker is about to start it once more: the port decides. */
function isStartedAgain(error: unknown): boolean {
  const problem = problemOf(error);
  return problem?.code === 'container-down' && problem.status === 'restarting';
}

async function countsBefore(container: Container, authDir: string): Promise<ClientCounts | undefined> {
  const [files, log] = await Promise.all([
    container.files(authDir, { maxFileBytes: maxCredentialBytes }),
    container.logs({ tail: logTail }),
  ]);
  const counts = latestCounts(log);
  return counts && withFiles(counts, credentialFiles(files ?? []).length);
}

/** Looked up anew each time: a container's address may be another after a restart. */
async function untilItAnswers(server: Server, port: number, pace: RestartPace): Promise<Container> {
  const startedAtMs = Date.now();
  for (;;) {
    const container = await server.container();
    const { name, status } = container;
    if (status === 'running' && (await answers(server, container, port, pace.probeMs))) return container;
    if (status === 'exited' || status === 'dead') {
      throw new UserError({ code: 'container-down', server: server.name, container: name, status });
    }
    if (Date.now() - startedAtMs >= pace.answersWithinMs) {
      const seconds = Math.round(pace.answersWithinMs / 1_000);
      throw new UserError({ code: 'no-answer', server: server.name, container: name, port, seconds });
    }
    await sleep(pace.pollMs);
  }
}

/** What the present run has counted; undefined when it does not say in time. */
async function countsSince(container: Container, pace: RestartPace): Promise<ClientCounts | undefined> {
  const startedAtMs = Date.now();
  for (;;) {
    const counts = latestCounts(await container.logs({ sinceMs: container.startedAtMs, tail: logTail }));
    if (counts !== undefined || Date.now() - startedAtMs >= pace.countsWithinMs) return counts;
    await sleep(pace.pollMs);
  }
}
