import type { Phase } from '../../core/wire/budgets.ts';

/** A step in the last seconds. */
export interface LiveStep {
  readonly step: string;
  /** Null without attempts; null with attempts means that it falls on failures, beyond every answer. */
  readonly p95Ms: number | null;
  /** Limit of its p95 budget in the present phase; null where none applies. */
  readonly limitMs: number | null;
  readonly attempts: number;
}

/** What a live view shows at one instant, as plain data (follow-run.ts makes it). */
export interface LiveFrame {
  readonly runId: string;
  readonly elapsedSeconds: number;
  readonly totalSeconds: number;
  /** Null before T0 and after the load has ended; `doing` says what happens then. */
  readonly phase: Phase | null;
  /** Short: `starting the shop`, `driving`, `waiting for the books to come to rest`. */
  readonly doing: string;
  readonly virtualUsersActual: number;
  /** Null in the open model, which plans arrivals instead. */
  readonly virtualUsersPlanned: number | null;
  /** Sessions that began in the last seconds, and as planned now; null in the closed model. */
  readonly arrivals: { readonly perSecond: number; readonly plannedPerSecond: number } | null;
  readonly requestsPerSecond: number;
  /** Share of failed step attempts in the last seconds; null while there were none. */
  readonly errorRatio: number | null;
  readonly steps: readonly LiveStep[];
  readonly faultsInPlace: readonly { readonly name: string; readonly forSeconds: number }[];
  /** Without a time where it waits for a person. */
  readonly next: { readonly what: string; readonly inSeconds: number | null } | null;
  /** Anything a person should know now, e.g. that the load machine is late. */
  readonly warnings: readonly string[];
}
