import type { Evidence } from '../core/evidence.ts';
import type { PhaseSpan } from '../core/phase-span.ts';
import type { Comparison } from '../core/wire/comparison.ts';
import type { Verdict } from '../core/wire/verdict.ts';

/** Everything that a report may show. Nothing is in a report that is not in the evidence or follows from it. */
export interface ReportInput {
  readonly evidence: Evidence;
  readonly verdict: Verdict;
  /** In their order, offsets from T0; empty when the run never drove. */
  readonly phases: readonly PhaseSpan[];
  /** Change from a baseline; null or absent where none was named. */
  readonly comparison?: Comparison | null;
}
