import type { Phase } from '../core/wire/budgets.ts';
import type { TailedLine } from '../ports.ts';

/** What is told of a run, once a second. */
export interface Tick {
  readonly offsetSeconds: number;
  readonly phase: Phase;
  /** Timeline lines that came since the last tick. */
  readonly lines: readonly TailedLine[];
  readonly faultInPlace: string | null;
}

/** A stop condition that was reached. */
export interface GuardTrip {
  readonly condition: string;
  readonly value: number;
  readonly limit: number;
  readonly detail: string;
}

/** What a watcher asks of the run: its abortion, with all faults healed at once, or a load that ends earlier than planned. */
export type Wish =
  { readonly wish: 'abort'; readonly trip: GuardTrip } | { readonly wish: 'endLoad'; readonly why: string };

/** Looks at a run once a second while its load is driven. */
export interface Watcher {
  /** Takes in what is new; says what it wants, if it wants something. Never waits. */
  see(tick: Tick): Wish | null;
}
