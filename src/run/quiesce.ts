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

/**
 * Waits until two successive looks at the books have one digest.
 * @returns the last snapshot, and whether the books came to rest.
 */
export const quiesce = async (
  auditor: ShopAuditor,
  sinceSequence: number,
  limits: QuiesceLimits,
  clock: Clock,
): Promise<{ snapshot: BookSnapshot; quiesced: boolean }> => {
  const startedMs = clock.monotonicMs();
  await clock.sleep(limits.settleMs);
  let previous = await auditor.snapshot(sinceSequence);
  for (;;) {
    await clock.sleep(limits.betweenLooksMs);
    const snapshot = await auditor.snapshot(sinceSequence);
    if (snapshot.digest === previous.digest) return { snapshot, quiesced: true };
    if (clock.monotonicMs() - startedMs > limits.deadlineMs) return { snapshot, quiesced: false };
    previous = snapshot;
  }
};
