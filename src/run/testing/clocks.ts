import type { Clock } from '../../ports.ts';

/** A clock on which sleeping takes no time: each sleep moves it on, and does first what was to happen until then. */
export class LeapingClock implements Clock {
  private elapsedMs = 0;
  private readonly agenda: { readonly atMs: number; readonly happens: () => void }[] = [];

  /** Has something happen at this many ms from the clock's start. */
  at(atMs: number, happens: () => void): void {
    this.agenda.push({ atMs, happens });
    this.agenda.sort((a, b) => a.atMs - b.atMs);
  }

  nowMs(): number {
    return Date.UTC(2026, 10, 27, 8, 30) + this.elapsedMs;
  }

  monotonicMs(): number {
    return this.elapsedMs;
  }

  sleep(ms: number): Promise<void> {
    const until = this.elapsedMs + ms;
    for (let next = this.agenda[0]; next !== undefined && next.atMs <= until; next = this.agenda[0]) {
      this.agenda.shift();
      this.elapsedMs = Math.max(this.elapsedMs, next.atMs);
      next.happens();
    }
    this.elapsedMs = until;
    return Promise.resolve();
  }
}

/** A clock that stands until it is moved: for what sleeps in the background. */
export class StandingClock implements Clock {
  private elapsedMs = 0;
  private sleepers: { readonly untilMs: number; readonly wake: () => void }[] = [];

  nowMs(): number {
    return Date.UTC(2026, 10, 27, 8, 30) + this.elapsedMs;
  }

  monotonicMs(): number {
    return this.elapsedMs;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((wake) => {
      this.sleepers.push({ untilMs: this.elapsedMs + ms, wake });
      signal?.addEventListener('abort', () => wake());
    });
  }

  /** Moves on and lets everybody who wakes do what they do, until they sleep again. */
  async advance(ms: number): Promise<void> {
    this.elapsedMs += ms;
    const woken = this.sleepers.filter(({ untilMs }) => untilMs <= this.elapsedMs);
    this.sleepers = this.sleepers.filter((sleeper) => !woken.includes(sleeper));
    for (const { wake } of woken) wake();
    await new Promise(setImmediate);
  }
}
