import type { Plan, PlannedFault } from '../core/wire/plan.ts';
import type { Clock, LoadGenerator, RunStore, ShopAuditor, TailedLine } from '../ports.ts';
import type { Journal } from './journal.ts';
import type { QuiesceLimits } from './quiesce.ts';
import type { AlarmsToWatch } from './watch-alarms.ts';
import type { RunWatch } from './watch-run.ts';
import type { Tick, Watcher } from './watcher.ts';

/** Who ends a fault, as events name it. */
export type HealedBy = 'plan' | 'guard' | 'interrupt' | 'hand';

/** Applies and heals the faults of one run, under its lease. */
export interface FaultKeeper {
  apply(fault: PlannedFault): Promise<void>;
  /** Changes attributes of a fault that is in place; nothing when it is healed already. */
  adjust(fault: PlannedFault): Promise<void>;
  heal(fault: PlannedFault, by: HealedBy): Promise<void>;
  /** Heals whatever is in place. Throws CleanupFailedError when something may be left. */
  healAll(by: HealedBy): Promise<void>;
}

/** Puts the faults of a plan in place and takes them out; returns early when it is to stop, and heals nothing then. */
export type FaultRunner = (
  parts: RehearsalParts & {
    /** Faults in place now, for the live view. */
    readonly inPlace: Set<string>;
    /** No steady state was shown before the first fault: the run is to stop. */
    readonly onUnsteady: (why: string) => void;
  },
  stopNow: AbortSignal,
) => Promise<void>;

export interface RehearsalParts {
  readonly plan: Plan;
  readonly store: RunStore;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly generator: LoadGenerator;
  readonly baseUrl: string;
  readonly adapterFile: string;
  readonly auditor: ShopAuditor | null;
  /** Where the shop's books take another time to come to rest than those of the reference shop. */
  readonly rest?: Partial<QuiesceLimits>;
  readonly faults: FaultKeeper;
  /** Says while the run is under way whether the shop is steady, and whether it has recovered. */
  readonly watch: RunWatch;
  /** Puts the faults in and takes them out; without it, at the times of the plan. */
  readonly runFaults?: FaultRunner;
  /** Asked at each tick, in order, for as long as none wants anything. */
  readonly watchers: readonly Watcher[];
  /** The operators' alarms; null when none are watched. */
  readonly alarms: AlarmsToWatch | null;
  /** Timeline lines written since the last call. */
  readonly tail: () => readonly TailedLine[];
  /** Called once the load is running, with its process ids, for the janitor. */
  readonly onLoadStarted: (pids: readonly number[]) => void;
  /** Aborted by SIGINT or SIGTERM; its reason is the signal's name. */
  readonly signal: AbortSignal;
  readonly onTick: (tick: Tick) => void;
  readonly onStage: (text: string) => void;
}
