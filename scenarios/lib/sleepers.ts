/** The timers of the JavaScript runtime; k6's own module, or a test's. */
export interface Timers {
  set(callback: () => void, delayMs: number): number;
  clear(id: number): void;
  /** Wall time, ms since the epoch. */
  nowMs(): number;
}

/** Every pause of a host's shoppers, so that the end of a run can wake them all. */
export class Sleepers {
  readonly #timers: Timers;
  readonly #onLate: (lateMs: number) => void;
  readonly #asleep = new Map<number, () => void>();
  #isOver = false;

  /** @param onLate told how late each timer fired, ms: a late timer is a generator that cannot keep up. */
  constructor(timers: Timers, onLate: (lateMs: number) => void) {
    this.#timers = timers;
    this.#onLate = onLate;
  }

  /** True after `wakeAll`: nobody sleeps any more. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** Resolves at a wall time, or when all are woken. Takes a turn of the event loop even for an instant that has passed. */
  sleepUntil(atMs: number): Promise<void> {
    if (this.#isOver) return Promise.resolve();
    return new Promise((resolve) => {
      const dueMs = Math.max(atMs, this.#timers.nowMs());
      const id = this.#timers.set(() => {
        this.#asleep.delete(id);
        this.#onLate(Math.max(0, this.#timers.nowMs() - dueMs));
        resolve();
      }, dueMs - this.#timers.nowMs());
      this.#asleep.set(id, resolve);
    });
  }

  /** The end: wakes every sleeper, and whoever would sleep later. */
  wakeAll(): void {
    this.#isOver = true;
    for (const [id, wake] of this.#asleep) {
      this.#timers.clear(id);
      wake();
    }
    this.#asleep.clear();
  }
}
