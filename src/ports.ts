import type { Evidence } from './core/evidence.ts';
import type { MetricPoint } from './core/publishing/metric-point.ts';
import type { AuditFile, BookSnapshot } from './core/wire/audit.ts';
import type { Budget, BudgetsFile } from './core/wire/budgets.ts';
import type { RunEvent } from './core/wire/events.ts';
import type { Lease } from './core/wire/lease.ts';
import type { MachineLine } from './core/wire/machine.ts';
import type { Plan, PlannedFault } from './core/wire/plan.ts';
import type { ResourceLine, ResourceReading } from './core/wire/resources.ts';
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
  /** Kind of the fault, where the place tells; toxics tell only that they are toxics. */
  readonly kind?: string;
}

export interface FaultInjector {
  /**
   * The fault with what its healing will need to know, for the lease: read before anything is touched. Throws NotReadyError when the
   * fault cannot be put in place.
   */
  prepare(runId: string, fault: PlannedFault): Promise<PlannedFault>;
  /**
   * Applies and reads back. Throws BadInputError or NotReadyError while nothing has been touched; any other error leaves it open whether
   * the fault is in place: heal it.
   */
  apply(runId: string, fault: PlannedFault): Promise<void>;
  /** Changes the attributes of a fault that is in place, and reads back. Throws as `apply` does. */
  adjust(runId: string, fault: PlannedFault): Promise<void>;
  /**
   * Heals and reads back; idempotent. Throws CleanupFailedError when the fault may still be in place. `beforeCut` is called before
   * the target is made unreachable for a moment, which gets a hanging removal through.
   */
  heal(runId: string, fault: PlannedFault, beforeCut?: () => void): Promise<void>;
  /** Everything in place that is not healthy, ours and others'. Throws NotReadyError when the target does not answer. */
  left(): Promise<readonly FaultLeft[]>;
  /** Places that exist: proxy → upstream, service → what runs there. */
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

/** An alarm of the operators as it is now. */
export interface WatchedAlarm {
  readonly alarm: string;
  /** `missing`: there is no such alarm. */
  readonly state: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA' | 'missing';
  /** When it came into that state, ms since the epoch by the alarms' own clock; null for one that is missing. */
  readonly transitionedAtMs: number | null;
  /** It has an enabled action for ALARM. */
  readonly pages: boolean;
}

export interface AlarmLook {
  /** Every alarm asked for, in the order of asking. */
  readonly alarms: readonly WatchedAlarm[];
  /** How far the alarms' clock is ahead of ours, to a second; null where it did not say. */
  readonly clockAheadSeconds: number | null;
}

export interface AlarmWatcher {
  /** Throws NotReadyError when the alarms cannot be asked for. */
  look(): Promise<AlarmLook>;
}

/** What a dashboard of a run shows beside its metrics. Instants in ms since the epoch. */
export interface DashboardFacts {
  readonly runId: string;
  readonly steps: readonly string[];
  readonly budgets: readonly Budget[];
  readonly faults: readonly { readonly fault: string; readonly fromMs: number; readonly toMs: number }[];
  readonly fromMs: number;
  readonly toMs: number;
}

/** Where the figures of runs are published. All throw NotReadyError when that fails. */
export interface MetricSink {
  /** Delivers in the order given; `onTaken` is told how many more were taken, so that what failed can be sent again. */
  put(points: readonly MetricPoint[], onTaken: (points: number) => void): Promise<void>;
  /** Writes the dashboard whole. Returns its name, and where it can be opened; null where that is not known. */
  writeDashboard(facts: DashboardFacts): Promise<{ readonly name: string; readonly url: string | null }>;
}

export interface ShopAuditor {
  /** The books after `sinceSequence`; stock in full. */
  snapshot(sinceSequence: number): Promise<BookSnapshot>;
}

/** A figure in a JSON document of the shop's own making. */
export interface ResourceFigure {
  /** Dotted path to a number, e.g. `memory.heapUsed` or `pools.0.busy`. */
  readonly path: string;
  readonly kind: ResourceReading['kind'];
  readonly unit: ResourceReading['unit'];
  readonly limit: number | null;
  /** What the number is multiplied by to be in the unit; 1/1048576 for bytes in MiB. */
  readonly factor: number;
}

/** Where a shop tells what it uses. */
export interface ResourceSource {
  readonly url: string;
  /** By name; null where the endpoint answers in our own format (docs/contracts.md). */
  readonly figures: Readonly<Record<string, ResourceFigure>> | null;
}

export interface ShopResources {
  /** Throws NotReadyError when the endpoint does not answer, or not as agreed. */
  read(): Promise<readonly ResourceReading[]>;
}

/** A shop under test that is up. */
export interface ShopEnvironment {
  readonly baseUrl: string;
  /** A page that the shop answers while it is healthy. */
  readonly frontPageUrl: string;
  readonly auditUrl: string | null;
  /** Where its books can be read by SQL, past every proxy; absent for a shop that we did not start. */
  readonly databaseUrl?: string;
  /** Where the shop tells what it uses; null where it does not. */
  readonly resources: ResourceSource | null;
  readonly toxiproxyUrl: string;
  /** Target as named in experiments → Toxiproxy proxy. */
  readonly targets: Readonly<Record<string, string>>;
  /** Upstreams that a proxy may be led to by a fault: name → `host:port`. */
  readonly upstreams: Readonly<Record<string, string>>;
  /** Control of the shop's services, for faults on its processes (docs/contracts.md); null where there is none. */
  readonly servicesUrl: string | null;
  /** Process ids that the janitor ends if the harness cannot; empty for a shop that we did not start. */
  readonly pids: readonly number[];
  /** Where its log is, for error messages; null for a shop that we did not start. */
  readonly logFile: string | null;
  stop(): Promise<void>;
}

/** What became of the processors' time since boot, in ticks of the system; all processors together. */
export interface ProcessorTimes {
  readonly all: number;
  readonly idle: number;
  /** Of programs, ours among them. */
  readonly programs: number;
  /** Of this harness, and of all that it started. */
  readonly own: number;
  /** Taken by the host of a virtual machine. */
  readonly stolen: number;
}

export interface RunStore {
  /** Absolute path of the run's folder. */
  readonly folder: string;
  appendEvent(event: RunEvent): void;
  appendResources(line: ResourceLine): void;
  appendMachine(line: MachineLine): void;
  writePlan(plan: Plan): void;
  writeBudgets(budgets: BudgetsFile): void;
  writeAudit(audit: AuditFile): void;
  writeVerdict(verdict: Verdict): void;
  writeText(fileName: string, text: string): void;
  /** Takes down what the evidence is, when nothing more is written to it. */
  seal(runId: string): void;
  readEvidence(): Evidence;
}
