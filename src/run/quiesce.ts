import type { BookSnapshot } from '../core/wire/audit.ts';
import type { Clock, ShopAuditor } from '../ports.ts';

export interface QuiesceLimits {
  /** Waited before the first look: what a cut request or a queue may still do. */
  readonly settleMs: number;
  /** Between two looks that must agree. */
  readonly betweenLooksMs: number;
  /** After this the books are taken as they are, and said not to have come to rest. */
  readonly deadlineMs: number;
}

/** Of the reference shop, whose worker settles what an outage left within ten seconds. */
export const usualQuiescence: QuiesceLimits = { settleMs: 3_000, betweenLooksMs: 2_500, deadlineMs: 45_000 };

/** The last look at the books, whether they had come to rest, and what went wrong with looks meanwhile. */
export interface Quiescence {
  /** Null when no look succeeded. */
  readonly snapshot: BookSnapshot | null;
  readonly quiesced: boolean;
  /** Of the last look that failed; null when none did. */
  readonly failure: string | null;
}

/**
 * Waits until two successive looks at the books have one digest. A look that fails is followed by another, until the deadline: a shop that
 * has just been under load may need a moment.
 */
export const quiesce = async (
  auditor: ShopAuditor,
  sinceSequence: number,
  limits: QuiesceLimits,
  clock: Clock,
): Promise<Quiescence> => {
  const startedMs = clock.monotonicMs();
  let failure: string | null = null;
  let previous: BookSnapshot | null = null;
  await clock.sleep(limits.settleMs);
  for (;;) {
    const snapshot: BookSnapshot | null = await auditor.snapshot(sinceSequence).catch((error: unknown) => {
      failure = error instanceof Error ? error.message : String(error);
      return null;
    });
    if (snapshot !== null && snapshot.digest === previous?.digest) return { snapshot, quiesced: true, failure };
    previous = snapshot ?? previous;
    if (clock.monotonicMs() - startedMs > limits.deadlineMs) return { snapshot: previous, quiesced: false, failure };
    await clock.sleep(limits.betweenLooksMs);
  }
};
