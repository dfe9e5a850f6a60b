import fc from 'fast-check';
import { step } from '../../../src/watch/container/step';
import { nothingKnown, type ContainerState } from '../../../src/watch/container/memory';
import type { Scene, Seen } from '../../../src/watch/container/seen';
import { Watched } from './scene';

/** What can happen to a container that runs, as Docker tells it; in the end it runs. */
const happenings: readonly (readonly string[])[] = [
  ['die 0', 'start'],
  ['die 1', 'start'],
  ['oom', 'die 137', 'start'],
  ['kill 15', 'die 0', 'stop', 'start', 'restart'],
  ['kill 15', 'kill 9', 'die 137', 'stop', 'start'],
  ['kill 9', 'die 137', 'start'],
  ['kill 1'],
  ['oom'],
  ['pause', 'unpause'],
  ['unhealthy', 'healthy'],
];

const happening = fc.record({
  events: fc.constantFrom(...happenings),
  afterSeconds: fc.integer({ min: 1, max: 400 }),
  answersAfter: fc.option(fc.integer({ min: 1, max: 60 }), { nil: undefined }),
});

function watch(all: readonly { events: readonly string[]; afterSeconds: number; answersAfter?: number }[]) {
  const watched = new Watched().answers(1);
  let now = 1;
  for (const { events, afterSeconds, answersAfter } of all) {
    now += afterSeconds;
    watched.hears(now, events);
    now++;
    if (answersAfter !== undefined) watched.answers((now += answersAfter));
  }
  return { watched, now };
}

function again(steps: readonly (readonly [Seen, Scene])[]): ContainerState {
  return steps.reduce<ContainerState>((state, [seen, scene]) => step(state, seen, scene), {
    incidents: [],
    memory: nothingKnown,
  });
}

describe('whatever happens to a container', () => {
  const some = fc.array(happening, { maxLength: 6 });

  it('no incident stays open once it answers stably', () => {
    fc.assert(
      fc.property(some, all => {
        const { watched, now } = watch(all as never);

        watched.answers(now + 1).waits(now + 1 + 31 * 60);

        return watched.incidents.every(({ endedAtMs }) => endedAtMs !== undefined);
      }),
      { numRuns: 60 },
    );
  });

  it('one incident at most is open, and none begins where another ends', () => {
    fc.assert(
      fc.property(some, all => {
        const { incidents } = watch(all as never).watched;

        const ids = new Set(incidents.map(({ id }) => id));
        const open = incidents.filter(({ endedAtMs }) => endedAtMs === undefined);

        return open.length <= 1 && ids.size === incidents.length;
      }),
      { numRuns: 60 },
    );
  });

  it('an incident is shown anew only when there is something new to show', () => {
    fc.assert(
      fc.property(some, all => {
        const { watched } = watch(all as never);
        const seen = new Map<string, number>();
        let state: ContainerState = { incidents: [], memory: nothingKnown };
        for (const [what, scene] of watched.steps) {
          const next = step(state, what, scene);
          for (const incident of next.incidents) {
            const before = state.incidents.find(({ id }) => id === incident.id);
            if (before !== undefined && before !== incident && incident.revision <= before.revision)
              return false;
            seen.set(incident.id, incident.revision);
          }
          state = next;
        }
        return state.incidents.every(({ id, revision }) => seen.get(id) === revision);
      }),
      { numRuns: 40 },
    );
  });

  it('Docker repeating what it said changes nothing', () => {
    fc.assert(
      fc.property(some, fc.integer({ min: 1, max: 20 }), (all, often) => {
        const { steps } = watch(all as never).watched;
        const heard: (readonly [Seen, Scene])[] = [];
        const doubled = steps.flatMap(([seen, scene], index) => {
          if (seen.kind === 'event') heard.push([seen, scene]);
          const repeated = index % often === 0 ? heard.map(([each]) => [each, scene] as const) : [];
          return [[seen, scene] as const, ...repeated];
        });

        expect(again(doubled).incidents).toEqual(again(steps).incidents);
      }),
      { numRuns: 40 },
    );
  });

  it('two watchers who see the same tell the same', () => {
    fc.assert(
      fc.property(some, all => {
        const { steps, incidents } = watch(all as never).watched;

        expect(JSON.parse(JSON.stringify(again(steps).incidents))).toEqual(incidents);
      }),
      { numRuns: 20 },
    );
  });

  it('looks at the container between two events change nothing', () => {
    fc.assert(
      fc.property(some, all => {
        const { steps } = watch(all as never).watched;
        let state: ContainerState = { incidents: [], memory: nothingKnown };
        for (const [seen, scene] of steps) {
          state = step(state, seen, scene);
          const { run, events } = state.memory;
          if (run?.phase !== 'running') continue;
          const { id, name, startedAtMs, image, imageId = '', restartCount, health } = run;
          const facts = { image, imageId, createdAtMs: 0, finishedAtMs: 0, exitCode: 0, oomKilled: false };
          const more = { restartCount, ...(health !== undefined && { health }) };
          const container = { id, name, status: 'running', startedAtMs, facts: { ...facts, ...more } };
          state = step(state, { kind: 'looked', container, askedAfter: events, caughtUp: false }, scene);
        }

        expect(state.incidents).toEqual(again(steps).incidents);
      }),
      { numRuns: 40 },
    );
  });
});
