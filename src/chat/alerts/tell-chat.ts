import type { Incident, Told, ToldRecord } from '../../jobs/incident';
import type { Jobs } from '../../jobs/jobs';
import type { Catalogue } from '../../messages/catalogue';
import { MessageGone, type Address, type Message, type MessageRef, type Platform } from '../platform';
import { alertMessage, endMessage } from './alert-message';
import type { Board } from './board';
import { readMutes } from './mutes';
import { isOpen, isSame, nextStep, type Step } from './next-step';

/** What telling a chat works with. */
export interface Telling {
  readonly jobs: Pick<Jobs, 'read' | 'write'>;
  readonly platform: Pick<Platform, 'send' | 'edit' | 'remove'>;
  readonly board: Board;
  readonly words: Catalogue;
  readonly now: () => number;
  /** How long after it was first seen something was first told. */
  readonly onTold: (delayMs: number) => void;
}

/** One chat that alerts go to. */
export interface Chat {
  /**
   * Brings it up to date, one message after the other, each written down before the next: what fails is tried
   * again from there. Answers when an edit that has to wait is due, if one has.
   */
  bringUpToDate(servers: readonly string[], stopping: AbortSignal): Promise<number | undefined>;
}

export function openChat(to: Address, telling: Telling): Chat {
  const { jobs, platform, board, words, now, onTold } = telling;
  const editedAtMs = new Map<string, number>();
  /** What was told and could not be written down: it would be told twice. */
  let unwritten: ToldRecord | undefined;

  return {
    bringUpToDate: async (servers, stopping) => {
      let told = unwritten ?? (await jobs.read('told', to));
      while (!stopping.aborted) {
        const incidents = await board.read(servers);
        const troubled = [...new Set(incidents.map(incident => incident.server))];
        const mutes = await readMutes(jobs, troubled, now());
        const step = nextStep({ incidents, told, mutes, editedAtMs, nowMs: now() });
        if (step.kind === 'rest' && told !== undefined) return step.untilMs;
        told = pruned(await taken(step, told ?? { incidents: {} }), incidents);
        await write(told);
      }
      return undefined;
    },
  };

  async function write(told: ToldRecord): Promise<void> {
    unwritten = told;
    await jobs.write('told', to, told);
    unwritten = undefined;
  }

  /** Takes a step; what the chat was told after it. */
  function taken(step: Step, told: ToldRecord): Promise<ToldRecord> | ToldRecord {
    switch (step.kind) {
      case 'pass-over':
        return changed(told, step.incidents, ({ revision }) => ({ revision }));
      case 'send':
        return sent(step.incidents, told);
      case 'send-end':
        return endSent(step.incidents, told);
      case 'take-back':
        return takenBack(step, told);
      case 'edit':
        return edited(step, told);
      case 'rest':
        return told;
    }
  }

  async function sent(incidents: readonly Incident[], told: ToldRecord): Promise<ToldRecord> {
    const atMs = now();
    const firstAtMs = (incident: Incident): number => told.incidents[incident.id]?.sentAtMs ?? atMs;
    const shown = incidents.map(incident => ({ incident, sentAtMs: firstAtMs(incident) }));
    const shownAt = await platform.send(to, alertMessage(shown, words));
    for (const { seenAtMs, id } of incidents) {
      if (told.incidents[id]?.sentAtMs === undefined) onTold(atMs - seenAtMs);
    }
    return changed(told, incidents, incident => ({
      revision: incident.revision,
      shownAt,
      sentAtMs: firstAtMs(incident),
      ...(!isOpen(incident) && { endShownAt: shownAt }),
    }));
  }

  /** Their first messages are edited after this, and are not up to date until then. */
  async function endSent(incidents: readonly Incident[], told: ToldRecord): Promise<ToldRecord> {
    const endShownAt = await platform.send(to, endMessage(incidents, words));
    return changed(told, incidents, (_, earlier) => ({ ...earlier, endShownAt }));
  }

  async function takenBack(
    { incident, rest }: Extract<Step, { kind: 'take-back' }>,
    told: ToldRecord,
  ): Promise<ToldRecord> {
    const { shownAt, endShownAt } = told.incidents[incident.id] ?? {};
    if (endShownAt !== undefined && !isSame(endShownAt, shownAt)) {
      if (rest.length === 0) await platform.remove(endShownAt);
      else await editedOrGone(endShownAt, endMessage(rest, words));
    }
    return changed(told, [incident], (_, earlier) => ({
      ...firstMessageOf(earlier),
      revision: earlier.revision,
    }));
  }

  async function edited(
    { shownAt, incidents }: Extract<Step, { kind: 'edit' }>,
    told: ToldRecord,
  ): Promise<ToldRecord> {
    const shown = incidents.map(incident => ({
      incident,
      sentAtMs: told.incidents[incident.id]?.sentAtMs ?? incident.seenAtMs,
    }));
    const stands = await editedOrGone(shownAt, alertMessage(shown, words));
    rememberEdit(shownAt, incidents.some(isOpen));
    return changed(told, incidents, (incident, earlier) => {
      const { revision } = incident;
      if (stands || !isOpen(incident)) return { ...earlier, revision };
      // Somebody removed it: what is still wrong is told anew.
      return { revision, ...(earlier.sentAtMs !== undefined && { sentAtMs: earlier.sentAtMs }) };
    });
  }

  function rememberEdit({ id }: MessageRef, mayChange: boolean): void {
    if (mayChange) editedAtMs.set(id, now());
    else editedAtMs.delete(id);
  }

  async function editedOrGone(ref: MessageRef, message: Message): Promise<boolean> {
    try {
      await platform.edit(ref, message);
      return true;
    } catch (error) {
      if (!(error instanceof MessageGone)) throw error;
      return false;
    }
  }
}

function firstMessageOf({ shownAt, sentAtMs }: Told): Omit<Told, 'revision'> {
  return { ...(shownAt !== undefined && { shownAt }), ...(sentAtMs !== undefined && { sentAtMs }) };
}

function changed(
  told: ToldRecord,
  incidents: readonly Incident[],
  by: (incident: Incident, earlier: Told) => Told,
): ToldRecord {
  const entries = incidents.map(incident => {
    const earlier = told.incidents[incident.id] ?? { revision: 0 };
    return [incident.id, by(incident, earlier)] as const;
  });
  return { incidents: { ...told.incidents, ...Object.fromEntries(entries) } };
}

/** Without what nobody remembers any more. */
function pruned(told: ToldRecord, incidents: readonly Incident[]): ToldRecord {
  const ids = new Set(incidents.map(incident => incident.id));
  return { incidents: Object.fromEntries(Object.entries(told.incidents).filter(([id]) => ids.has(id))) };
}
