import { createAlerts, type Alerts } from '../../../src/chat/alerts/alerts';
import type { Address, Message, Platform } from '../../../src/chat/platform';
import type { AlertPlace } from '../../../src/config';
import type { Incident } from '../../../src/jobs/incident';
import type { Jobs } from '../../../src/jobs/jobs';
import type { Language } from '../../../src/messages/language';
import { fakeJobs, type FakeJobs } from '../../fakes/jobs';
import { beganAtMs, watchOf } from '../../fakes/incident';
import { keptLog } from '../../fakes/log';
import { group } from '../../fakes/login';
import { fakePlatform, type FakePlatform } from '../../fakes/platform';
import { plainText } from '../../fakes/plain';

export interface SceneOptions {
  readonly places?: readonly AlertPlace[];
  readonly servers?: readonly string[];
  readonly language?: Language;
  /** What is different from the fake queue. */
  readonly change?: (jobs: Jobs) => Partial<Jobs>;
}

/** What a platform was asked to do, in order: `send m1`, `edit m1`, `remove m1`. */
type Calls = readonly string[];

/** A group that alerts go to, with a clock that a test moves. */
export interface Scene {
  readonly alerts: Alerts;
  readonly jobs: FakeJobs;
  readonly platform: FakePlatform;
  readonly calls: Calls;
  readonly delays: readonly number[];
  readonly logged: () => string;
  readonly now: () => number;
  pass(ms: number): void;
  /** What the watchers of these incidents' servers know from now on; all others know of nothing. */
  watched(...incidents: readonly Incident[]): Promise<void>;
  /** Brings the group up to date. */
  deliver(): Promise<void>;
  /** What stands in the group now, oldest first. */
  texts(): readonly string[];
  /** A call that the platform fails, before it does anything. */
  failAt(call: number, error?: Error): void;
  /** The same chats told by a bot that was started anew. */
  restarted(): Scene;
}

export function openScene({
  places = [{ to: group }],
  servers = ['ali', 'tokyo'],
  language = 'en',
  change = () => ({}),
}: SceneOptions = {}): Scene {
  return furnish({ places, servers, language, change }, fakeJobs(), fakePlatform('telegram'), beganAtMs);
}

function furnish(
  options: Required<SceneOptions>,
  jobs: FakeJobs,
  fake: FakePlatform,
  startAtMs: number,
): Scene {
  let nowMs = startAtMs;
  const calls: string[] = [];
  const delays: number[] = [];
  const failures = new Map<number, Error>();
  const { log, text } = keptLog();
  let count = 0;

  async function called<T>(name: string, act: () => Promise<T>, idOf: (result: T) => string): Promise<T> {
    const failure = failures.get(++count);
    if (failure !== undefined) throw failure;
    const result = await act();
    calls.push(`${name} ${idOf(result)}`);
    return result;
  }
  const platform: Platform = {
    ...fake,
    send: (to: Address, message: Message) =>
      called(
        'send',
        () => fake.send(to, message),
        ref => ref.id,
      ),
    edit: (ref, message) =>
      called(
        'edit',
        () => fake.edit(ref, message),
        () => ref.id,
      ),
    remove: ref =>
      called(
        'remove',
        () => fake.remove(ref),
        () => ref.id,
      ),
  };
  const config = {
    alerts: options.places,
    servers: options.servers.map(name => ({ name })),
    language: options.language,
  } as unknown as Parameters<typeof createAlerts>[0];
  const alerts = createAlerts(config, [platform], { ...jobs, ...options.change(jobs) }, log, {
    now: () => nowMs,
    onTold: ms => void delays.push(ms),
  });

  const stop = alerts.start();

  return {
    alerts,
    jobs,
    platform: fake,
    calls,
    delays,
    logged: text,
    now: () => nowMs,
    pass: ms => void (nowMs += ms),
    watched: async (...incidents) => {
      for (const server of options.servers) {
        await jobs.write('watch', server, watchOf(...incidents.filter(each => each.server === server)));
        await jobs.signal({ kind: 'incidents', server });
      }
    },
    deliver: () => alerts.deliver(group),
    texts: () =>
      fake.posted.filter(each => each.ref.address === group).map(each => plainText(each.message.text)),
    failAt: (call, error = new Error('429: retry after 3')) => void failures.set(count + call, error),
    restarted: () => {
      void stop();
      return furnish(options, jobs, fake, nowMs);
    },
  };
}
