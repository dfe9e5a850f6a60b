import type { Incident, Trouble } from '../../jobs/incident';
import { explain, type Catalogue } from '../../messages/catalogue';
import { lines } from '../../messages/rich';
import { maskedParts } from '../mask';
import type { Message, Part } from '../platform';
import { buttonsFor, joinedButtons, loginThatMends } from './alert-buttons';
import { shortImages } from './image-names';
import { isOpen } from './next-step';

/** Told later than this, an alert says so. */
const LATE_MS = 60_000;

/** An incident as a chat reads of it: with when it was told there first, by our clock. */
export interface Shown {
  readonly incident: Incident;
  readonly sentAtMs: number;
}

/** The message of one incident, or the common one of several. Others than one person read it: e-mails are masked. */
export function alertMessage(shown: readonly Shown[], words: Catalogue): Message {
  const [only] = shown;
  if (only !== undefined && shown.length === 1) {
    return { text: maskedParts(incidentText(only, words)), buttons: buttonsFor(only.incident, words) };
  }
  const incidents = shown.map(each => each.incident);
  const text = lines(
    words.alerts.joined(shown.length, incidents.filter(isOpen).length),
    ...shown.map(each => incidentLine(each, words)),
  );
  return { text: maskedParts(text), buttons: joinedButtons(incidents, words) };
}

/** What says that they are over, since an edit makes no phone ring. */
export function endMessage(incidents: readonly Incident[], words: Catalogue): Message {
  const ends = incidents.map(incident => headline(incident, words));
  return {
    text: maskedParts(
      ends.length === 1 ? lines(...ends) : lines(words.alerts.joinedEnd(ends.length), ...ends),
    ),
  };
}

/** One line: what it is, or that it is over, and since when. */
export function incidentLine(shown: Shown, words: Catalogue): readonly Part[] {
  return [...headline(shown.incident, words), ' · ', ...timeOf(shown, words)];
}

function incidentText(shown: Shown, words: Catalogue): readonly Part[] {
  const { incident } = shown;
  const trouble = readable(incident.trouble);
  const block: Part = { kind: 'block', text: incident.log.join('\n') };
  return lines(
    headline(incident, words),
    isOver(incident) && whatWasWrong(trouble, words),
    timeOf(shown, words),
    ...(isOpen(incident) ? detailsOf(trouble, words) : []),
    incident.log.length > 0 && [block],
  );
}

/** Where the words for its end do not say what it was. */
function whatWasWrong(trouble: Trouble, words: Catalogue): readonly Part[] | undefined {
  const { kind } = trouble;
  const isSaid = kind !== 'container' && kind !== 'clients-fell' && kind !== 'provider-unusable';
  return isSaid ? undefined : words.alerts.trouble(trouble, true);
}

function detailsOf(trouble: Trouble, words: Catalogue): readonly (readonly Part[] | undefined)[] {
  const say = words.alerts;
  switch (trouble.kind) {
    case 'container':
      return [trouble.answersSinceMs === undefined ? undefined : say.answers(trouble.answersSinceMs)];
    case 'unreachable':
      return [explain(words, trouble.problem)];
    case 'needs-login':
      return [say.reason(trouble.reason), elsewhere(trouble.provider)];
    case 'provider-unusable':
      return [elsewhere(trouble.provider)];
    default:
      return [];
  }

  function elsewhere(provider: string | undefined): readonly Part[] | undefined {
    return provider === undefined || loginThatMends(trouble) !== undefined
      ? undefined
      : say.otherLogin(provider);
  }
}

function headline(incident: Incident, words: Catalogue): readonly Part[] {
  const say = words.alerts;
  const { server, startedAtMs, endedAtMs } = incident;
  const trouble = readable(incident.trouble);
  if (endedAtMs === undefined || !isOver(incident)) {
    return say.title(iconOf(trouble), server, say.trouble(trouble, false));
  }
  return say.title('✅', server, say.over(trouble, endedAtMs - startedAtMs));
}

function timeOf({ incident, sentAtMs }: Shown, words: Catalogue): readonly Part[] {
  const say = words.alerts;
  const { startedAtMs, seenAtMs } = incident;
  const time = isOpen(incident)
    ? say.since(startedAtMs)
    : isOver(incident)
      ? say.began(startedAtMs)
      : say.happened(startedAtMs);
  // An account's trouble begins when its file says so: only what is seen to happen can be seen too late.
  const happens = incident.trouble.kind === 'container' || incident.trouble.kind === 'unreachable';
  const isLate = sentAtMs - (happens ? Math.min(startedAtMs, seenAtMs) : seenAtMs) > LATE_MS;
  return isLate ? [...time, say.late] : time;
}

/** It lasted, and has ended: what only happened is never over. */
function isOver({ startedAtMs, endedAtMs }: Incident): boolean {
  return endedAtMs !== undefined && endedAtMs > startedAtMs;
}

function readable(trouble: Trouble): Trouble {
  if (trouble.kind !== 'container' || trouble.image === undefined) return trouble;
  return { ...trouble, image: shortImages(trouble.image.before, trouble.image.after) };
}

function iconOf(trouble: Trouble): string {
  switch (trouble.kind) {
    case 'container':
      return {
        crashed: '🔴',
        'out-of-memory': '🔴',
        loops: '🔁',
        stopped: '⏹',
        restarted: '🔄',
        'restarted-by-us': '🔄',
        recreated: '⬆️',
        removed: '🔴',
        paused: '⏸',
        'docker-restarted': '🔄',
        unhealthy: '🟠',
        'not-answering': '🔴',
      }[trouble.cause];
    case 'unreachable':
      return '🔌';
    case 'needs-login':
      return '🔑';
    case 'not-refreshing':
      return '⏳';
    case 'appeared':
      return '➕';
    case 'vanished':
      return '➖';
    case 'clients-fell':
      return '📉';
    case 'provider-unusable':
      return '🔴';
  }
}
