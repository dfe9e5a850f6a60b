/** Locks a lock's time is parted into: so often they are renewed, and looked at. */
const TICKS = 10;
/** A lock is given up while it has this much of its time left, so that nobody else can have it yet. */
const SPARE_TICKS = 2;

/** A job that is ours for as long as its lock is renewed. */
export interface Lease {
  /** Aborted before anybody else can take the job, or as soon as somebody has. */
  readonly lost: AbortSignal;
  /** The lock is not renewed any more. */
  end(): void;
}

interface Held {
  readonly id: string;
  readonly token: string;
  readonly lost: AbortController;
  /** By the clock of {@link performance}: the lock holds until then at least. */
  untilMs: number;
}

/** Renews locks; answers the ids of those that are not ours any more. */
export type Renew = (ids: string[], tokens: string[]) => Promise<readonly string[]>;

/**
 * The locks of a worker's jobs, renewed together. BullMQ's own renewal leaves a holder in the dark while the store
 * cannot be reached, when another worker may have taken over long ago; here each counts the time itself.
 */
export class Leases {
  private readonly held = new Set<Held>();
  private readonly timer: NodeJS.Timeout;
  private readonly tickMs: number;
  private renewing = false;

  constructor(
    private readonly lockMs: number,
    private readonly renew: Renew,
  ) {
    this.tickMs = lockMs / TICKS;
    this.timer = setInterval(() => {
      this.giveUpLate();
      void this.renewAll();
    }, this.tickMs);
    this.timer.unref();
  }

  /** @param lockedMs how long ago the job was locked, at most. */
  take(id: string, token: string, lockedMs: number): Lease {
    const lost = new AbortController();
    const held: Held = { id, token, lost, untilMs: performance.now() - lockedMs + this.lockMs };
    this.held.add(held);
    return { lost: lost.signal, end: () => void this.held.delete(held) };
  }

  close(): void {
    clearInterval(this.timer);
  }

  private giveUpLate(): void {
    const latest = performance.now() + SPARE_TICKS * this.tickMs;
    for (const one of this.held) {
      if (one.untilMs <= latest) this.giveUp(one);
    }
  }

  private async renewAll(): Promise<void> {
    const all = [...this.held];
    if (this.renewing || all.length === 0) return;
    this.renewing = true;
    try {
      // Counted from before the question: the answer can be long on its way.
      const untilMs = performance.now() + this.lockMs;
      const gone = new Set(
        await this.renew(
          all.map(one => one.id),
          all.map(one => one.token),
        ),
      );
      for (const one of all) {
        if (gone.has(one.id)) this.giveUp(one);
        else one.untilMs = untilMs;
      }
    } catch {
      // Not renewed this time; whoever is not renewed for long is given up.
    } finally {
      this.renewing = false;
    }
  }

  private giveUp(one: Held): void {
    this.held.delete(one);
    one.lost.abort();
  }
}
