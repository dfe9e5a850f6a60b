/** A number of places that are taken and given back in turn; who finds none waits in line. */
export class Slots {
  #limit: number;
  #taken = 0;
  readonly #waiting: (() => void)[] = [];

  constructor(limit: number) {
    this.#limit = limit;
  }

  get taken(): number {
    return this.#taken;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  async take(): Promise<void> {
    if (this.#taken < this.#limit) this.#taken++;
    else await new Promise<void>(resolve => this.#waiting.push(resolve));
  }

  giveBack(): void {
    this.#taken--;
    if (this.#taken >= this.#limit) return;
    const next = this.#waiting.shift();
    if (next === undefined) return;
    this.#taken++;
    next();
  }

  /** Learns that the place last taken does not exist: there are never more than the others again. */
  shrink(): void {
    this.#limit = Math.max(1, Math.min(this.#limit, this.#taken - 1));
    this.giveBack();
  }
}
