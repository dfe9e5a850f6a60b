import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Trouble } from './jobs/incident';
import type { Jobs } from './jobs/jobs';
import type { ConnectionState } from './server/servers';

/** What the rest of the program reports as it happens; where nobody asks for metrics there is none. */
export interface Metrics {
  /** A login that a worker began is over. `outcome` is `done`, or the code of the problem it ended with. */
  loginEnded(outcome: string, seconds: number): void;
  /** An incident began; `kind` as in its id, a container's by its cause. */
  incident(kind: string): void;
  /** From the moment an incident was seen until a chat had taken the message about it. */
  alertTold(delaySeconds: number): void;
}

/** Metrics that can be read, in the text format of Prometheus. */
export interface MetricsPage extends Metrics {
  readonly contentType: string;
  text(): Promise<string>;
}

/** What is looked at when somebody reads the page. */
export interface MetricSources {
  readonly servers: readonly string[];
  readonly jobs: Pick<Jobs, 'depth' | 'read'>;
  /** None in a process that is no worker. */
  readonly connections: () => readonly ConnectionState[];
}

const loginBuckets = [1, 2, 5, 10, 20, 30, 60, 120, 300, 600];
const alertBuckets = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1_800];

/** Loads prom-client, which a process without `HEALTH_PORT` has no use for: import it only where it is needed. */
export function createMetrics(sources: MetricSources): MetricsPage {
  const register = new Registry();
  collectDefaultMetrics({ register });
  const registers = [register];
  const logins = new Histogram({
    name: 'chatops_login_seconds',
    help: 'How long logins took from their start to their end, by how they ended',
    labelNames: ['outcome'],
    buckets: loginBuckets,
    registers,
  });
  const incidents = new Counter({
    name: 'chatops_incidents_total',
    help: 'Incidents that this process saw begin',
    labelNames: ['kind'],
    registers,
  });
  const alerts = new Histogram({
    name: 'chatops_alert_delay_seconds',
    help: 'From the moment an incident was seen until a chat had taken the message about it',
    buckets: alertBuckets,
    registers,
  });
  collectQueue(sources, registers);
  collectConnections(sources, registers);
  collectOpenIncidents(sources, registers);

  return {
    loginEnded: (outcome, seconds) => logins.observe({ outcome }, seconds),
    incident: kind => incidents.inc({ kind }),
    alertTold: delaySeconds => alerts.observe(delaySeconds),
    contentType: register.contentType,
    text: () => register.metrics(),
  };
}

function collectQueue({ jobs, servers }: MetricSources, registers: Registry[]): void {
  new Gauge({
    name: 'chatops_queue_waiting',
    help: 'Jobs that wait, by the kind of work',
    labelNames: ['queue'],
    registers,
    async collect() {
      this.reset();
      // A store that is away is no reason to say nothing at all.
      const depth = await jobs.depth(servers).catch(() => ({}));
      for (const [queue, waiting] of Object.entries(depth)) this.set({ queue }, waiting);
    },
  });
}

function collectConnections({ connections }: MetricSources, registers: Registry[]): void {
  new Gauge({
    name: 'chatops_ssh_connected',
    help: 'Whether the SSH connection to a server stands',
    labelNames: ['server'],
    registers,
    collect() {
      this.reset();
      for (const { server, connected } of connections()) this.set({ server }, connected ? 1 : 0);
    },
  });
  new Counter({
    name: 'chatops_ssh_reconnects_total',
    help: 'How often an SSH connection was made again after the first time',
    labelNames: ['server'],
    registers,
    collect() {
      this.reset();
      for (const { server, reconnects } of connections()) this.inc({ server }, reconnects);
    },
  });
}

function collectOpenIncidents({ jobs, servers }: MetricSources, registers: Registry[]): void {
  new Gauge({
    name: 'chatops_incidents_open',
    help: 'Incidents that are not over, whichever process sees them',
    labelNames: ['server', 'kind'],
    registers,
    async collect() {
      this.reset();
      const records = await Promise.all(
        servers.map(server => jobs.read('watch', server).catch(() => undefined)),
      );
      for (const { server, trouble, endedAtMs } of records.flatMap(record => record?.incidents ?? [])) {
        if (endedAtMs === undefined) this.inc({ server, kind: kindOf(trouble) });
      }
    },
  });
}

function kindOf(trouble: Trouble): string {
  return trouble.kind === 'container' ? trouble.cause : trouble.kind;
}
