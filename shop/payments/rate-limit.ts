interface Limits {
  /** The bucket leaks at this rate, 1/s … */
  readonly perSecond: number;
  /** … and holds so many. */
  readonly atOnce: number;
  /** Everybody is refused for this long when it overflows, ms … */
  readonly closedMs: number;
  /** … and on, for as long as those who were refused come back at more than this rate, 1/s. */
  readonly retriesPerSecond: number;
}

/** A key that comes back within this time of its refusal has not waited, ms. */
const impatientMs = 1_000;
/** What retries can add up to: with no more of them, the limit is open again after so many divided by `retriesPerSecond`. */
const mostRetries = 40;

/**
 * A bucket that leaks at the rate allowed. Who finds it full is refused, and so is everybody for as long as those who were refused go on
 * asking, as with providers that count what they refuse: a storm of retries is never let in again, a shop that steps back is.
 */
export class RateLimit {
  private level = 0;
  private retries = 0;
  private atMs: number;
  private closedUntilMs = -Infinity;
  private readonly refusedAtMs = new Map<string, number>();

  constructor(
    private readonly limits: Limits,
    private readonly nowMs: () => number,
  ) {
    this.atMs = nowMs();
  }

  /** Whether a request for this key is let in. */
  admits(key: string): boolean {
    const { perSecond, atOnce, closedMs, retriesPerSecond } = this.limits;
    const nowMs = this.nowMs();
    const sinceSeconds = (nowMs - this.atMs) / 1_000;
    this.atMs = nowMs;
    this.level = Math.max(0, this.level - sinceSeconds * perSecond);
    this.retries = Math.max(0, this.retries - sinceSeconds * retriesPerSecond);
    if (nowMs < this.closedUntilMs || this.retries >= 1) return this.refuse(key, nowMs);
    if (this.level + 1 > atOnce) {
      this.refusedAtMs.clear();
      this.closedUntilMs = nowMs + closedMs;
      return this.refuse(key, nowMs);
    }
    this.level += 1;
    return true;
  }

  private refuse(key: string, nowMs: number): false {
    const isImpatient = nowMs - (this.refusedAtMs.get(key) ?? -Infinity) < impatientMs;
    if (isImpatient) this.retries = Math.min(mostRetries, this.retries + 1);
    this.refusedAtMs.set(key, nowMs);
    return false;
  }
}
