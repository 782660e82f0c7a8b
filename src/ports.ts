import type { Evidence } from './core/evidence.ts';
import type { AuditFile, BookSnapshot } from './core/wire/audit.ts';
import type { BudgetsFile } from './core/wire/budgets.ts';
import type { RunEvent } from './core/wire/events.ts';
import type { Lease } from './core/wire/lease.ts';
import type { Plan, PlannedFault } from './core/wire/plan.ts';
import type { TimelineLine } from './core/wire/timeline.ts';
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

/** A timeline line as it came in, and the worker that wrote it. */
export interface TailedLine {
  readonly worker: string;
  readonly line: TimelineLine;
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
  /**
   * Applies and reads back. Throws BadInputError or NotReadyError while nothing has been touched; any other error leaves it open whether
   * the fault is in place: heal it.
   */
  apply(runId: string, fault: PlannedFault): Promise<void>;
  /**
   * Heals and reads back; idempotent. Throws CleanupFailedError when the fault may still be in place. `beforeCut` is called before
   * the target is made unreachable for a moment, which gets a hanging removal through.
   */
  heal(runId: string, fault: PlannedFault, beforeCut?: () => void): Promise<void>;
  /** Everything in place that is not healthy, ours and others'. Throws NotReadyError when the target does not answer. */
  left(): Promise<readonly FaultLeft[]>;
  /** Proxies that exist: name → upstream. */
  proxies(): Promise<Readonly<Record<string, string>>>;
}

/** A process, and what tells it from a later one that was given the same id. */
export interface ProcessMark {
  readonly pid: number;
  readonly startMark: string;
}

export interface Processes {
  /** Mark of the start of a process; null when none of that id is alive. */
  startMark(pid: number): string | null;
  /** Sends the signal, unless that very process is gone. */
  signal(process: ProcessMark, name: 'SIGTERM' | 'SIGKILL'): void;
}

/** `lease.json` of one run (docs/contracts.md). */
export interface LeaseFile {
  readonly path: string;
  /** Null when it is gone. Throws when it cannot be understood. */
  read(): Lease | null;
  /** Whole or not at all. Counts as a heartbeat. */
  write(lease: Lease): void;
  /** Heartbeat. False when the file is gone. */
  touch(): boolean;
  /** A number that changes with each heartbeat; null when the file is gone. */
  beat(): number | null;
  remove(): void;
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
