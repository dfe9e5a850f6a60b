import type { Incident, Told, ToldRecord } from '../../jobs/incident';
import type { MessageRef } from '../platform';
import { muteOf, type Mutes } from './mutes';

/** More than this at once are told in one message. */
const MOST_APART = 3;
/** As many lines fit into a message of every platform. */
export const MOST_JOINED = 12;
/** While something is open its message is edited no more often than this. */
export const EDIT_EVERY_MS = 5_000;

/** Where a chat stands. */
export interface Standing {
  /** Those of the servers it hears of. */
  readonly incidents: readonly Incident[];
  /** Undefined where it was never told anything. */
  readonly told: ToldRecord | undefined;
  /** Those of the incidents' servers, and of all. */
  readonly mutes: Mutes;
  /** When a message was edited last, by its id. */
  readonly editedAtMs: ReadonlyMap<string, number>;
  readonly nowMs: number;
}

/** One thing to do, that is then written down before the next. */
export type Step =
  /** Nothing is said of these, now or later. */
  | { readonly kind: 'pass-over'; readonly incidents: readonly Incident[] }
  | { readonly kind: 'send'; readonly incidents: readonly Incident[] }
  | { readonly kind: 'send-end'; readonly incidents: readonly Incident[] }
  /** It is open again: it no longer stands in the message that said it was over, others still may. */
  | { readonly kind: 'take-back'; readonly incident: Incident; readonly rest: readonly Incident[] }
  /** All that share the message. */
  | { readonly kind: 'edit'; readonly shownAt: MessageRef; readonly incidents: readonly Incident[] }
  /** Up to date; some edits wait until then. */
  | { readonly kind: 'rest'; readonly untilMs?: number };

/** Pure: what brings a chat nearer to what is. News come in the order in which they happened, edits after them. */
export function nextStep(standing: Standing): Step {
  const { incidents, told, mutes, nowMs } = standing;
  const known = (incident: Incident): Told | undefined => told?.incidents[incident.id];

  const passed = incidents.filter(incident => known(incident) === undefined && isPassedOver(incident));
  if (passed.length > 0) return { kind: 'pass-over', incidents: passed };

  const again = incidents.find(each => isOpen(each) && known(each)?.endShownAt !== undefined);
  if (again !== undefined) {
    const end = known(again)?.endShownAt;
    const rest = incidents.filter(each => each !== again && isSame(known(each)?.endShownAt, end));
    return { kind: 'take-back', incident: again, rest };
  }

  const sends = incidents.filter(isToBeSent).map(incident => ({ incident, ends: false }));
  const ends = incidents.filter(endIsToBeSent).map(incident => ({ incident, ends: true }));
  const news = [...sends, ...ends].sort((one, other) => momentOf(one) - momentOf(other));
  const [first] = news;
  if (first !== undefined) {
    const turn = news.findIndex(each => each.ends !== first.ends);
    const alike = (turn < 0 ? news : news.slice(0, turn)).map(each => each.incident);
    const joined = alike.slice(0, alike.length > MOST_APART ? MOST_JOINED : 1);
    return { kind: first.ends ? 'send-end' : 'send', incidents: joined };
  }
  return nextEdit(standing);

  function isPassedOver(incident: Incident): boolean {
    if (isOpen(incident)) return false;
    const muted = muteOf(mutes, incident.server);
    return told === undefined || (muted !== undefined && incident.seenAtMs >= muted.sinceMs);
  }

  function isToBeSent(incident: Incident): boolean {
    if (muteOf(mutes, incident.server) !== undefined) return false;
    const earlier = known(incident);
    return earlier === undefined || (earlier.shownAt === undefined && isOpen(incident));
  }

  function endIsToBeSent(incident: Incident): boolean {
    const earlier = known(incident);
    if (isOpen(incident) || !incident.endIsNews || earlier?.shownAt === undefined) return false;
    return earlier.endShownAt === undefined && earlier.revision < incident.revision;
  }

  /**
   * When news happened, as far as two clocks can say it: an end is told by the server's clock alone, but never
   * after what began on the same server after it.
   */
  function momentOf({ incident, ends }: { readonly incident: Incident; readonly ends: boolean }): number {
    if (!ends) return incident.seenAtMs;
    const endedAtMs = incident.endedAtMs ?? nowMs;
    const later = sends
      .map(each => each.incident)
      .filter(each => each.server === incident.server && each.startedAtMs >= endedAtMs)
      .map(each => each.seenAtMs - 1);
    return Math.min(Math.max(incident.seenAtMs, endedAtMs), ...later);
  }
}

function nextEdit({ incidents, told, editedAtMs, nowMs }: Standing): Step {
  const shown = incidents.flatMap(incident => {
    const { shownAt, revision = 0 } = told?.incidents[incident.id] ?? {};
    return shownAt === undefined ? [] : [{ incident, shownAt, changed: revision < incident.revision }];
  });
  const edits = shown
    .filter(each => each.changed)
    .map(each => {
      const edited = editedAtMs.get(each.shownAt.id);
      // Its last edit, where nothing it tells of is open, need not wait.
      const mayChange = shown.some(other => isSame(other.shownAt, each.shownAt) && isOpen(other.incident));
      return { ...each, dueAtMs: edited === undefined || !mayChange ? 0 : edited + EDIT_EVERY_MS };
    })
    .sort((one, other) => one.dueAtMs - other.dueAtMs);
  const [first] = edits;
  if (first === undefined) return { kind: 'rest' };
  if (first.dueAtMs > nowMs) return { kind: 'rest', untilMs: first.dueAtMs };
  const sharing = shown.filter(each => isSame(each.shownAt, first.shownAt)).map(each => each.incident);
  return { kind: 'edit', shownAt: first.shownAt, incidents: sharing };
}

export function isOpen(incident: Incident): boolean {
  return incident.endedAtMs === undefined;
}

export function isSame(one: MessageRef | undefined, other: MessageRef | undefined): boolean {
  return one !== undefined && one.id === other?.id && one.address === other.address;
}
