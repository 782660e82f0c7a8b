import { UnavailableError } from './circuit-breaker.ts';

/**
 * At most `atOnce` calls work and `waiting` wait; beyond that a call fails at once, so that one crowd cannot take what
 * the others need.
 */
export class Bulkhead {
  private working = 0;
  private readonly queue: (() => void)[] = [];

  constructor(
    private readonly dependency: string,
    private readonly atOnce: number,
    private readonly waiting: number,
  ) {}

  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.working >= this.atOnce) {
      if (this.queue.length >= this.waiting) throw new UnavailableError(this.dependency);
      await new Promise<void>((resolve) => this.queue.push(resolve));
    } else this.working += 1;
    try {
      return await work();
    } finally {
      const next = this.queue.shift();
      if (next === undefined) this.working -= 1;
      else next();
    }
  }
}
