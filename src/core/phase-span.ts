import type { Phase } from './wire/budgets.ts';

/** A stretch of the run: from `fromSeconds` up to and without `toSeconds`, offsets from T0. */
export interface PhaseSpan {
  readonly phase: Phase;
  readonly fromSeconds: number;
  readonly toSeconds: number;
}
