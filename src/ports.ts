import type { Evidence } from './core/evidence.ts';
import type { AuditFile, BookSnapshot } from './core/wire/audit.ts';
import type { BudgetsFile } from './core/wire/budgets.ts';
import type { RunEvent } from './core/wire/events.ts';
import type { Plan, PlannedFault } from './core/wire/plan.ts';
import type { Verdict } from './core/wire/verdict.ts';

/** Time, so that the sequence of a run can be tested without waiting. */
export interface Clock {
  /** Wall time, ms since the epoch. */
  nowMs(): number;
  /** Monotonic time, ms from an arbitrary origin. */
  monotonicMs(): number;
  /** Resolves after `ms`, or at once when the signal aborts. Never rejects. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** What a load generator needs to know about one run, beside the plan. */
export interface LoadContext {
  readonly plan: Plan;
  /** Folder of the run; `timeline-*.ndjson`, `ledger-*.ndjson` and `engine-*.log` go here. */
  readonly runFolder: string;
  /** Wall time of T0, ms since the epoch: the same instant for every worker. */
  readonly t0Ms: number;
  readonly baseUrl: string;
  /** Absolute path of the shop adapter's TypeScript file. */
  readonly adapterFile: string;
}

export interface RunningLoad {
  /** Process ids, for the janitor. */
  readonly pids: readonly number[];
  /** Resolves when every worker has ended, however it ended; never rejects. */
  readonly ended: Promise<{ readonly exitCodes: readonly (number | null)[]; readonly lastWords: string }>;
  /** Asks shoppers to finish their step and leave. Resolves when asked. */
  stop(): Promise<void>;
  /** Ends what is left, after the deadline. */
  kill(): Promise<void>;
}

export interface LoadGenerator {
  start(context: LoadContext): Promise<RunningLoad>;
}

/** A fault found on a target. */
export interface FaultLeft {
  readonly proxy: string;
  /** Toxic name, or `down` for a disabled proxy. */
  readonly name: string;
  /** Run whose fault it is; null when it is not ours. */
  readonly runId: string | null;
}

export interface FaultInjector {
  /** Applies and reads back. Throws when the read-back differs. */
  apply(runId: string, fault: PlannedFault): Promise<void>;
  /** Heals and reads back; idempotent. Throws CleanupFailedError when the fault may still be in place. */
  heal(runId: string, fault: PlannedFault): Promise<void>;
  /** Everything in place that is not healthy, ours and others'. Throws NotReadyError when the target does not answer. */
  left(): Promise<readonly FaultLeft[]>;
  /** Proxies that exist: name → upstream. */
  proxies(): Promise<Readonly<Record<string, string>>>;
}

export interface BudgetStore {
  read(): Promise<BudgetsFile>;
}

export interface ShopAuditor {
  /** The books after `sinceSequence`; stock in full. */
  snapshot(sinceSequence: number): Promise<BookSnapshot>;
}

/** A shop under test that is up. */
export interface ShopEnvironment {
  readonly baseUrl: string;
  readonly auditUrl: string | null;
  readonly toxiproxyUrl: string;
  /** Target as named in experiments → Toxiproxy proxy. */
  readonly targets: Readonly<Record<string, string>>;
  /** Process ids that the janitor ends if the harness cannot; empty for a shop that we did not start. */
  readonly pids: readonly number[];
  /** Where its log is, for error messages; null for a shop that we did not start. */
  readonly logFile: string | null;
  stop(): Promise<void>;
}

export interface RunStore {
  /** Absolute path of the run's folder. */
  readonly folder: string;
  appendEvent(event: RunEvent): void;
  writePlan(plan: Plan): void;
  writeBudgets(budgets: BudgetsFile): void;
  writeAudit(audit: AuditFile): void;
  writeVerdict(verdict: Verdict): void;
  writeText(fileName: string, text: string): void;
  readEvidence(): Evidence;
}
