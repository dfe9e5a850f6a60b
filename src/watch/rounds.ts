/** Something that is done again and again, one after the other: the sooner time that was asked for counts. */
export class Rounds {
  readonly #round: () => Promise<void>;
  readonly #until: AbortSignal;
  readonly #complain: (error: unknown) => void;
  #timer: NodeJS.Timeout | undefined;
  #dueMs = Infinity;
  #busy = false;

  /** @param complain hears what a round failed with; the next one comes when it was asked for. */
  constructor(round: () => Promise<void>, until: AbortSignal, complain: (error: unknown) => void) {
    this.#round = round;
    this.#until = until;
    this.#complain = complain;
  }

  /** The next round is due in `ms`, unless one is due sooner. */
  in(ms: number): void {
    const dueMs = Date.now() + ms;
    if (dueMs >= this.#dueMs || this.#until.aborted) return;
    this.#dueMs = dueMs;
    this.#arm();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#dueMs = -Infinity;
  }

  #arm(): void {
    clearTimeout(this.#timer);
    if (this.#busy || !Number.isFinite(this.#dueMs)) return;
    this.#timer = setTimeout(() => void this.#run(), Math.max(0, this.#dueMs - Date.now()));
  }

  async #run(): Promise<void> {
    this.#busy = true;
    this.#dueMs = Infinity;
    try {
      await this.#round();
    } catch (error) {
      this.#complain(error);
    }
    this.#busy = false;
    if (!this.#until.aborted) this.#arm();
  }
}
