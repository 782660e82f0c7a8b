import type { Ledgers } from './books/read-ledgers.ts';
import type { AuditFile } from './wire/audit.ts';
import type { BudgetsFile } from './wire/budgets.ts';
import type { RunEvent } from './wire/events.ts';
import type { LedgerLine } from './wire/ledger.ts';
import type { MachineLine } from './wire/machine.ts';
import type { Plan } from './wire/plan.ts';
import type { TelemetryFile } from './wire/telemetry.ts';
import type { TimelineLine } from './wire/timeline.ts';

/** Evidence that is missing or damaged: file name in the run's folder, and what is wrong with it. */
export interface EvidenceProblem {
  readonly file: string;
  readonly what: string;
}

/** A ledger, gone through as often as it is asked for: that of a long run is larger than memory. */
export interface LedgerOnFile extends Iterable<LedgerLine> {
  /** All lines about the given wishes, and perhaps others: where it is there, it is quicker than going through them all. */
  readonly about?: (intents: ReadonlySet<string>) => Iterable<LedgerLine>;
}

/** What one worker left behind. */
export interface WorkerEvidence {
  /** `w1`, `w2`, … */
  readonly worker: string;
  readonly timeline: readonly TimelineLine[];
  readonly ledger: LedgerOnFile;
}

/** Everything in a run's folder that the judge reads. Made by the run store; a file that cannot be read is a problem. */
export interface Evidence {
  readonly plan: Plan;
  readonly budgets: BudgetsFile;
  readonly events: readonly RunEvent[];
  readonly workers: readonly WorkerEvidence[];
  /** What the workers' ledgers say, where they were gone through already. */
  readonly ledgers?: Ledgers;
  readonly audit: AuditFile | null;
  /** What became of the processors' time; absent where the shop runs elsewhere, or the system does not say. */
  readonly machine?: readonly MachineLine[];
  /** Metrics of the shop, never judged; absent where none were asked for. */
  readonly telemetry?: TelemetryFile;
  readonly problems: readonly EvidenceProblem[];
}
