/** A dependency is out, or is taken to be: the caller degrades or says so. */
export class UnavailableError extends Error {
  constructor(
    readonly dependency: string,
    options?: ErrorOptions,
  ) {
    super(`${dependency} is not available`, options);
  }
}

export interface BreakerSettings {
  readonly dependency: string;
  /** Failures in a row that open it. */
  readonly failuresToOpen: number;
  /** How long it stays open before one call may try, ms. */
  readonly openMs: number;
  readonly nowMs: () => number;
  /** Planted defect: once open, never tries again. */
  readonly staysOpen?: boolean;
}

/**
 * Closed → open after some failures in a row → half-open: one call tries, and its outcome closes or opens again. While it
 * is open, calls fail at once with UnavailableError; failures of the work itself become UnavailableError with the cause.
 */
export class CircuitBreaker {
  private failures = 0;
  private openedAtMs: number | null = null;
  private trying = false;

  constructor(private readonly settings: BreakerSettings) {}

  /** Whether a call would be let through now. */
  admits(): boolean {
    if (this.openedAtMs === null) return true;
    if (this.settings.staysOpen === true || this.trying) return false;
    return this.settings.nowMs() - this.openedAtMs >= this.settings.openMs;
  }

  async run<T>(work: () => Promise<T>): Promise<T> {
    if (!this.admits()) throw new UnavailableError(this.settings.dependency);
    const isTrial = this.openedAtMs !== null;
    if (isTrial) this.trying = true;
    try {
      const result = await work();
      this.failures = 0;
      this.openedAtMs = null;
      return result;
    } catch (error) {
      this.failures += 1;
      if (isTrial || this.failures >= this.settings.failuresToOpen) this.openedAtMs = this.settings.nowMs();
      throw error instanceof UnavailableError
        ? error
        : new UnavailableError(this.settings.dependency, { cause: error });
    } finally {
      if (isTrial) this.trying = false;
    }
  }
}
