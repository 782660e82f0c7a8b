import { stretchSeconds } from '../core/recovery/episodes.ts';
import { establishedRecovery } from '../core/recovery/recovery-established.ts';
import type { BudgetsFile } from '../core/wire/budgets.ts';
import type { RunEvent } from '../core/wire/events.ts';
import type { Plan } from '../core/wire/plan.ts';
import { gatherTimelines } from './gather-timelines.ts';
import type { Watcher } from './watcher.ts';

export interface RecoveryWatch {
  readonly plan: Plan;
  readonly budgets: BudgetsFile;
  /** Everything that the journal has said so far. */
  readonly events: () => readonly RunEvent[];
}

const shortestLookSeconds = 5;
/** A look reads the whole timeline: a long run is looked at less often. */
const lookShareOfRun = 1 / 60;

/**
 * Watches for the recovery from the last fault and ends the load once it is established: the plan reserves the longest recovery that is allowed, and most
 * shops are back sooner. Attempts are looked at when their shopper's patience is over, so that none is still waiting for an answer.
 */
export const watchRecovery = ({ plan, budgets, events }: RecoveryWatch): Watcher => {
  const timelines = gatherTimelines();
  const lastHealSeconds = Math.max(
    ...(plan.experiment?.faults ?? []).map(({ atSeconds, durationSeconds }) => atSeconds + durationSeconds),
  );
  let nextLookSeconds = lastHealSeconds + stretchSeconds + plan.load.patienceSeconds;
  return {
    see({ lines, offsetSeconds }) {
      if (plan.experiment === null) return null;
      timelines.take(lines);
      const isOverAnyway = offsetSeconds >= plan.timing.rampDownStartSeconds;
      if (isOverAnyway || offsetSeconds < nextLookSeconds) return null;
      nextLookSeconds = offsetSeconds + Math.max(shortestLookSeconds, offsetSeconds * lookShareOfRun);
      const recoveredSeconds = establishedRecovery(
        { plan, budgets, events: events(), workers: timelines.workers() },
        Math.floor(offsetSeconds - plan.load.patienceSeconds),
        offsetSeconds,
      );
      return recoveredSeconds === null
        ? null
        : { wish: 'endLoad', why: `the shop had recovered by second ${recoveredSeconds}, and nothing is left to see` };
    },
  };
};
