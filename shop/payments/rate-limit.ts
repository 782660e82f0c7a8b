/**
 * A bucket that leaks at the rate allowed. Who finds it full is refused, and so is everybody from then on until nobody has asked for a
 * moment, as with providers that count what they refuse: who goes on asking is never let in again.
 */
export class RateLimit {
  private level = 0;
  private atMs: number;
  private isClosed = false;

  constructor(
    private readonly limits: { readonly perSecond: number; readonly atOnce: number; readonly silenceMs: number },
    private readonly nowMs: () => number,
  ) {
    this.atMs = nowMs();
  }

  /** Whether this request is let in; counts it either way. */
  admits(): boolean {
    const { perSecond, atOnce, silenceMs } = this.limits;
    const nowMs = this.nowMs();
    const sinceMs = nowMs - this.atMs;
    this.atMs = nowMs;
    if (this.isClosed && sinceMs < silenceMs) return false;
    this.level = Math.max(0, this.level - (sinceMs / 1_000) * perSecond) + 1;
    this.isClosed = this.level > atOnce;
    return !this.isClosed;
  }
}
