import type { Incident, WatchRecord } from '../src/jobs/incident';
import type { Jobs } from '../src/jobs/jobs';
import { createMetrics, type MetricSources } from '../src/metrics';
import { fakeJobs } from './fakes/jobs';

function metricsOf(change: Partial<Jobs> = {}, sources: Partial<MetricSources> = {}) {
  const jobs = { ...fakeJobs(), ...change };
  return createMetrics({ servers: ['ali'], jobs, connections: () => [], ...sources });
}

/** The samples of one metric, without what Prometheus says about it. */
async function samples(metrics: ReturnType<typeof createMetrics>, name: string): Promise<readonly string[]> {
  return (await metrics.text()).split('\n').filter(line => line.startsWith(name));
}

function incident(change: Partial<Incident>): Incident {
  return {
    id: 'ali.container.abc',
    server: 'ali',
    trouble: { kind: 'container', container: 'cliproxy', cause: 'loops', ends: 3 },
    startedAtMs: 1_000,
    seenAtMs: 1_000,
    revision: 1,
    endIsNews: true,
    log: [],
    ...change,
  };
}

describe('metrics', () => {
  it('count logins by how they ended, with how long they took', async () => {
    const metrics = metricsOf();

    metrics.loginEnded('done', 12);
    metrics.loginEnded('done', 30);
    metrics.loginEnded('timed-out', 315);

    expect(await samples(metrics, 'chatops_login_seconds_count')).toEqual([
      'chatops_login_seconds_count{outcome="done"} 2',
      'chatops_login_seconds_count{outcome="timed-out"} 1',
    ]);
    expect(await samples(metrics, 'chatops_login_seconds_sum{outcome="done"}')).toEqual([
      'chatops_login_seconds_sum{outcome="done"} 42',
    ]);
  });

  it('count incidents by kind, and how late chats were told', async () => {
    const metrics = metricsOf();

    metrics.incident('crashed');
    metrics.incident('needs-login');
    metrics.incident('crashed');
    metrics.alertTold(0.3);

    expect(await samples(metrics, 'chatops_incidents_total')).toEqual([
      'chatops_incidents_total{kind="crashed"} 2',
      'chatops_incidents_total{kind="needs-login"} 1',
    ]);
    expect(await samples(metrics, 'chatops_alert_delay_seconds_bucket{le="0.5"}')).toEqual([
      'chatops_alert_delay_seconds_bucket{le="0.5"} 1',
    ]);
  });

  it('look at the queue when they are read, and forget what is no longer there', async () => {
    const depths = [{ logins: 2, tasks: 0, telegram: 7 }, { logins: 0 }];
    const metrics = metricsOf({ depth: () => Promise.resolve(depths.shift() ?? {}) });

    const first = await samples(metrics, 'chatops_queue_waiting');
    const second = await samples(metrics, 'chatops_queue_waiting');

    expect(first).toEqual([
      'chatops_queue_waiting{queue="logins"} 2',
      'chatops_queue_waiting{queue="tasks"} 0',
      'chatops_queue_waiting{queue="telegram"} 7',
    ]);
    expect(second).toEqual(['chatops_queue_waiting{queue="logins"} 0']);
  });

  it('show how the connections are', async () => {
    const connections = () => [
      { server: 'ali', connected: true, reconnects: 4 },
      { server: 'tokyo', connected: false, reconnects: 0 },
    ];
    const metrics = metricsOf({}, { connections });

    await metrics.text();
    const shown = await samples(metrics, 'chatops_ssh_');

    expect(shown).toEqual([
      'chatops_ssh_connected{server="ali"} 1',
      'chatops_ssh_connected{server="tokyo"} 0',
      'chatops_ssh_reconnects_total{server="ali"} 4',
      'chatops_ssh_reconnects_total{server="tokyo"} 0',
    ]);
  });

  it('show what is wrong now, and not what is over', async () => {
    const incidents = [
      incident({}),
      incident({ id: 'ali.container.old', endedAtMs: 2_000 }),
      incident({ id: 'ali.unreachable.x', trouble: { kind: 'unreachable', problem: { code: 'denied' } } }),
    ];
    const record: WatchRecord = {
      incidents,
      history: { clients: [], startsAtMs: [] },
      watchedAtMs: Date.now(),
      memory: undefined,
    };
    const jobs = fakeJobs();
    await jobs.write('watch', 'ali', record);
    const metrics = metricsOf({}, { jobs, servers: ['ali', 'tokyo'] });

    const shown = await samples(metrics, 'chatops_incidents_open');

    expect(shown).toEqual([
      'chatops_incidents_open{server="ali",kind="loops"} 1',
      'chatops_incidents_open{server="ali",kind="unreachable"} 1',
    ]);
  });

  it('are shown also while the store is away', async () => {
    const away = () => Promise.reject(new Error('redis://:secret@store'));
    const metrics = metricsOf({ depth: away, read: away });
    metrics.incident('crashed');

    const text = await metrics.text();

    expect(text).toContain('chatops_incidents_total{kind="crashed"} 1');
    expect(text).not.toContain('secret');
    expect(text).not.toMatch(/^chatops_queue_waiting\{/m);
  });

  it('tell of the process itself, in the text format of Prometheus', async () => {
    const metrics = metricsOf();

    expect(metrics.contentType).toMatch(/^text\/plain; version=0\.0\.4/);
    expect(await samples(metrics, 'process_resident_memory_bytes')).toHaveLength(1);
  });
});
