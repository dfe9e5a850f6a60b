import { createHash } from 'node:crypto';
import type { Incident, Trouble } from '../../jobs/incident';

type Kind = Trouble['kind'];
type Of<K extends Kind> = Incident & { readonly trouble: Extract<Trouble, { readonly kind: K }> };

/** The incidents of a server while one look at its accounts is judged. */
export interface Ledger {
  /** Those that are open. */
  open<K extends Kind>(kind: K): readonly Of<K>[];
  /**
   * Opens an incident, or the same again where it had ended. `facts` are what only this one is made of, so that two
   * who see it give it the same name. What happened in a moment ends at once.
   */
  begin(
    trouble: Trouble,
    facts: Facts,
    how?: { readonly endIsNews?: boolean; readonly endsAtOnce?: boolean },
  ): void;
  /** What is shown of an open one changed. */
  change(incident: Incident, trouble: Trouble): void;
  /** Ends one; `quietly` where nothing is well again (the account is gone, or put out of use). */
  end(incident: Incident, quietly?: boolean): void;
  all(): readonly Incident[];
}

/** A time of the server's that belongs to the matter, and what tells it from others of that time. */
export interface Facts {
  readonly atMs: number;
  readonly subject: string;
}

/** @param when the look: by the server's clock, and by ours. */
export function openLedger(
  server: string,
  incidents: readonly Incident[],
  when: { readonly atMs: number; readonly seenAtMs: number },
): Ledger {
  const all = new Map(incidents.map(incident => [incident.id, incident]));
  const put = (incident: Incident): void => void all.set(incident.id, incident);

  return {
    open: <K extends Kind>(kind: K) =>
      [...all.values()].filter(
        (incident): incident is Of<K> => incident.trouble.kind === kind && incident.endedAtMs === undefined,
      ),
    begin: (trouble, facts, { endIsNews = false, endsAtOnce = false } = {}) => {
      const { atMs: startedAtMs, seenAtMs } = when;
      const id = incidentId(server, trouble.kind, facts);
      const old = all.get(id);
      if (old === undefined) {
        const ended = endsAtOnce && { endedAtMs: startedAtMs };
        put({ id, server, trouble, startedAtMs, ...ended, seenAtMs, revision: 1, endIsNews, log: [] });
        return;
      }
      const { endedAtMs, ...rest } = old;
      if (endedAtMs !== undefined && !endsAtOnce)
        put({ ...rest, trouble, endIsNews, revision: old.revision + 1 });
    },
    change: (incident, trouble) => put({ ...incident, trouble, revision: incident.revision + 1 }),
    end: (incident, quietly = false) =>
      put({
        ...incident,
        endedAtMs: when.atMs,
        revision: incident.revision + 1,
        endIsNews: incident.endIsNews && !quietly,
      }),
    all: () => [...all.values()],
  };
}

/** `<server>.<kind>.<base 36>`. */
export function incidentId(server: string, kind: Kind, { atMs, subject }: Facts): string {
  const hash = createHash('sha256').update(subject).digest().readUInt32BE(0);
  return `${server}.${kind}.${Math.round(atMs).toString(36)}${hash.toString(36)}`;
}
