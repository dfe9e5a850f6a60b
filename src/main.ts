import type { Log } from './log';
import { startBot } from './bot';
import { openPlatforms } from './chat/platforms';
import { scriptIsDone } from './chat/script';
import { loadConfig, type Config } from './config';
import { readEnvironment, type Environment } from './config/environment';
import { variableOf } from './config/variables';
import { messageOf } from './errors';
import { startHealth } from './health';
import type { Jobs, Stop } from './jobs/jobs';
import { createLog, standardSink } from './log';
import { explainMistake, startUpWords } from './messages/catalogue';
import type { Metrics, MetricsPage } from './metrics';
import type { Servers } from './server/servers';

/** Docker sends SIGKILL ten seconds after SIGTERM. */
const stopWithinMs = 9_000;
const lingerMs = 500;

interface Workplace {
  readonly servers: Servers;
  readonly start: (jobs: Jobs, metrics: Metrics | undefined) => Stop;
}

async function main(): Promise<void> {
  const environment = readEnvironment();
  const outcome = loadConfig(environment);
  switch (outcome.kind) {
    case 'mistaken': {
      const words = startUpWords(outcome.language);
      complain(
        words.mistaken(outcome.mistakes.length),
        ...outcome.mistakes.map(mistake => `  ${explainMistake(words, mistake)}`),
      );
      process.exitCode = 1;
      return;
    }
    case 'sandbox':
      return inSandbox(environment);
    case 'configured':
      return run(outcome.config, []);
  }
}

/** A pretend server on this computer, and the ordinary program in front of it. */
async function inSandbox(environment: Environment): Promise<void> {
  const { openSandbox } = await import('../sandbox/sandbox.js');
  const sandbox = await openSandbox();
  const outcome = loadConfig({
    ...environment,
    variables: {
      ...environment.variables,
      SERVERS: Object.keys(sandbox.servers).join(','),
      SSH_CONFIG: sandbox.sshConfigFile,
      DATA_DIR: sandbox.directory,
      ONEHUB_URL: sandbox.oneHub.url,
      ONEHUB_TOKEN: sandbox.oneHub.token,
      ...Object.fromEntries(
        Object.values(sandbox.servers).flatMap(({ name, container }) => [
          [variableOf(name, 'API_URL'), container.url(8317)],
          [variableOf(name, 'API_KEY'), sandbox.apiKey],
        ]),
      ),
    },
  });
  if (outcome.kind !== 'configured') throw new Error('The sandbox has no valid configuration.');
  say(...startUpWords(outcome.config.language).sandbox);
  await run(outcome.config, [sandbox.close]);
}

/** Starts every part in turn and stops them in reverse. */
async function run(config: Config, stops: Stop[]): Promise<void> {
  const words = startUpWords(config.language);
  const log = createLog(config.logLevel, standardSink(config.terminal ? 'stderr' : 'stdout'));
  const stop = stopOnce(stops, log);
  process.once('SIGTERM', () => void stop());
  process.once('SIGINT', () => void stop());

  try {
    const jobs = await openJobs(config, log);
    stops.push(() => jobs.close());
    const platforms = await openPlatforms(config, log, stop);
    const workplace = config.role === 'bot' ? undefined : await openWorkplace(config, log);
    const metrics = await openMetrics(config, jobs, workplace?.servers);
    const onTold = (delayMs: number): void => metrics?.alertTold(delayMs / 1_000);
    const bot =
      config.role === 'worker' ? undefined : await startBot(config, platforms.all, jobs, log, { onTold });
    if (bot !== undefined) stops.push(bot.stop);
    if (workplace !== undefined) stops.push(workplace.start(jobs, metrics));
    if (config.healthPort !== undefined) {
      const checks = [{ name: 'queue', passes: () => jobs.healthy() }];
      const health = await startHealth(config.healthPort, checks, metrics && { metrics });
      stops.push(() => health.stop());
    }
    if (config.nobody && !config.terminal) log.warn(words.nobody);
    const servers = config.servers.map(server => server.name);
    log.info(
      { role: config.role },
      words.ready(
        platforms.all.map(platform => platform.name),
        servers,
      ),
    );
    await platforms.scriptEnded;
    await bot?.settled();
    await scriptIsDone(jobs, servers, 'terminal:me');
    await stop();
  } catch (error) {
    complain(words.failed(messageOf(error)));
    process.exitCode = 1;
    await stop();
  }
}

async function openJobs(config: Config, log: Log): Promise<Jobs> {
  if (config.redisUrl !== undefined) {
    const { openRedisJobs } = await import('./jobs/redis.js');
    return openRedisJobs({ url: config.redisUrl, log });
  }
  const { openEmbeddedJobs } = await import('./jobs/embedded.js');
  return openEmbeddedJobs({ directory: config.dataDir, log });
}

/** What only a worker loads: the way to the servers, and what is done there. Nothing is connected yet. */
async function openWorkplace(config: Config, log: Log): Promise<Workplace> {
  const [{ createServers }, { startWorker }] = await Promise.all([
    import('./server/servers.js'),
    import('./worker.js'),
  ]);
  const servers = createServers(config.servers, config.ssh, log);
  return {
    servers,
    start(jobs, metrics) {
      const { oneHub } = config;
      const stopWorker = startWorker(jobs, servers, log, {
        ...(metrics && { metrics }),
        ...(oneHub && { oneHub }),
      });
      return async () => {
        await stopWorker();
        await servers.close();
      };
    },
  };
}

/** Only whoever can be asked for them counts. */
async function openMetrics(
  config: Config,
  jobs: Jobs,
  servers: Servers | undefined,
): Promise<MetricsPage | undefined> {
  if (config.healthPort === undefined) return undefined;
  const { createMetrics } = await import('./metrics.js');
  return createMetrics({
    servers: config.servers.map(server => server.name),
    jobs,
    connections: () => servers?.connections() ?? [],
  });
}

function stopOnce(stops: Stop[], log: Log): () => Promise<void> {
  let stopping: Promise<void> | undefined;
  return () => (stopping ??= stopAll());

  async function stopAll(): Promise<void> {
    setTimeout(() => process.exit(1), stopWithinMs).unref();
    for (let stop = stops.pop(); stop !== undefined; stop = stops.pop()) {
      await stop().catch((error: unknown) => {
        log.error({ err: error }, 'a part did not stop');
      });
    }
    // A connection that still tries to come back must not keep a process alive that has nothing left to do.
    setTimeout(() => process.exit(), lingerMs).unref();
  }
}

function say(...lines: readonly string[]): void {
  process.stdout.write(`${lines.join('\n')}\n`);
}

function complain(...lines: readonly string[]): void {
  process.stderr.write(`${lines.join('\n')}\n`);
}

main().catch((error: unknown) => {
  complain(messageOf(error));
  process.exit(1);
});
