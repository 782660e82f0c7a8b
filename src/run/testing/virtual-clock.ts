import type { Clock } from '../../ports.ts';

interface Sleeper {
  readonly atMs: number;
  readonly wake: () => void;
}

/** A clock whose time passes only while `finish` waits for a promise: from one sleeper's due time to the next. */
export class VirtualClock implements Clock {
  private ms = 0;
  private sleepers: Sleeper[] = [];

  nowMs(): number {
    return Date.UTC(2026, 10, 27, 8) + this.ms;
  }

  monotonicMs(): number {
    return this.ms;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal?.aborted === true) {
        resolve();
        return;
      }
      const onAbort = (): void => {
        this.sleepers = this.sleepers.filter((other) => other !== sleeper);
        resolve();
      };
      const wake = (): void => {
        signal?.removeEventListener('abort', onAbort);
        resolve();
      };
      const sleeper = { atMs: this.ms + ms, wake };
      this.sleepers.push(sleeper);
      signal?.addEventListener('abort', onAbort);
    });
  }

  /** Lets time pass until the promise settles. Throws when it waits for something that is not a sleep. */
  async finish<T>(promise: Promise<T>): Promise<T> {
    const state = { settled: false };
    const settle = (): void => {
      state.settled = true;
    };
    promise.then(settle, settle);
    for (;;) {
      await new Promise((resolve) => setImmediate(resolve));
      if (state.settled) return promise;
      this.sleepers.sort((a, b) => a.atMs - b.atMs);
      const next = this.sleepers.shift();
      if (next === undefined) throw new Error('nobody sleeps, and the promise has not settled');
      this.ms = Math.max(this.ms, next.atMs);
      next.wake();
    }
  }
}
