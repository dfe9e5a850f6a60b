import { array, assert, asyncProperty, constant, integer, oneof, record } from 'fast-check';
import type { Incident } from '../../../src/jobs/incident';
import { beganAtMs, incidentOf } from '../../fakes/incident';
import { openScene } from './scene';

const servers = ['s0', 's1', 's2', 's3', 's4', 's5', 's6', 's7'];
const server = integer({ min: 0, max: servers.length - 1 });

/** What may happen to a chat and to the servers it hears of, each with one incident. */
const happening = oneof(
  record({ kind: constant('turns' as const), server }),
  record({ kind: constant('develops' as const), server }),
  record({ kind: constant('delivery' as const) }),
  record({ kind: constant('failing delivery' as const), call: integer({ min: 1, max: 4 }) }),
  record({ kind: constant('new bot' as const) }),
  record({ kind: constant('time' as const), ms: integer({ min: 1, max: 8_000 }) }),
);

describe('whatever happens, and whenever the chat is away', () => {
  it('each incident is told by one message that says how it is, and one at most that says it is over', async () => {
    await assert(
      asyncProperty(array(happening, { maxLength: 40 }), async happenings => {
        let scene = openScene({ servers });
        const known = new Map<string, Incident>();
        await scene.deliver();

        for (const each of happenings) {
          if (each.kind === 'turns' || each.kind === 'develops') {
            const name = servers[each.server] ?? '';
            const next = after(known.get(name), name, each.kind, scene.now());
            if (next !== undefined) known.set(name, next);
            await scene.watched(...known.values());
          }
          if (each.kind === 'failing delivery') scene.failAt(each.call);
          if (each.kind.endsWith('delivery')) await scene.deliver().catch(() => undefined);
          if (each.kind === 'new bot') scene = scene.restarted();
          if (each.kind === 'time') scene.pass(each.ms);
        }
        scene = scene.restarted();
        await scene.deliver();

        const texts = scene.texts();
        for (const [name, incident] of known) {
          const linesOf = texts.map(text => text.split('\n').filter(line => line.includes(` ${name}:`)));
          const told = linesOf.filter(lines => lines.length > 0);
          const icons = new Set(told.flat().map(line => line.slice(0, line.indexOf(' '))));
          expect([...icons]).toEqual([incident.endedAtMs === undefined ? '🔴' : '✅']);
          expect(told.every(lines => lines.length === 1)).toBe(true);
          expect(told.length).toBeLessThanOrEqual(incident.endedAtMs === undefined ? 1 : 2);
        }
      }),
      { numRuns: 150 },
    );
  });
});

/** How an incident goes on: it begins, ends and begins again; or something about it changes. */
function after(
  incident: Incident | undefined,
  name: string,
  kind: 'turns' | 'develops',
  nowMs: number,
): Incident | undefined {
  if (incident === undefined) {
    return kind === 'turns'
      ? incidentOf({ server: name, startedAtMs: beganAtMs, seenAtMs: nowMs })
      : undefined;
  }
  const revision = incident.revision + 1;
  const { endedAtMs, ...rest } = incident;
  if (kind === 'develops') return { ...incident, revision };
  return endedAtMs === undefined ? { ...rest, revision, endedAtMs: nowMs + 1 } : { ...rest, revision };
}
