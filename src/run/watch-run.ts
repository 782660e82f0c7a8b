import { observeRun } from '../core/observe-run.ts';
import { judgeSteadiness, type Steadiness } from '../core/steady-state.ts';
import type { BudgetsFile } from '../core/wire/budgets.ts';
import type { RunEvent } from '../core/wire/events.ts';
import { evidenceVersion, type Plan } from '../core/wire/plan.ts';
import type { TailedLine } from '../ports.ts';
import { gatherTimelines } from './gather-timelines.ts';

/** What can be said of a run while it is under way, by the code that judges it afterwards. */
export interface RunWatch {
  /** Takes in what the load generator wrote since the last call. */
  see(lines: readonly TailedLine[]): void;
  /** A fault went in or out at this offset. */
  note(fault: string, state: 'applied' | 'healed', offsetSeconds: number): void;
  /** Whether the shop is steady, before the first fault. */
  steadiness(nowSeconds: number): Steadiness;
  /** Whether the shop has recovered from a fault that is healed; looked at long enough to know. */
  hasRecovered(fault: string, nowSeconds: number): boolean;
}

/** Answers to what was sent in the last seconds may still be under way. */
const settleSeconds = 2;
/** A stretch without a breach that proves recovery, 15 s, and the windows in which it is seen (DESIGN §6). */
const leastWatchSeconds = 20;

/** Watches the run that the plan describes. */
export const watchRun = (plan: Plan, budgets: BudgetsFile): RunWatch => {
  const timelines = gatherTimelines();
  const isAsked = (plan.experiment?.faults ?? []).length > 0;
  const events: RunEvent[] = [];
  const healedAt = new Map<string, number>();
  const at = (offsetSeconds: number) => ({
    v: evidenceVersion as typeof evidenceVersion,
    at: new Date(offsetSeconds * 1_000).toISOString(),
    offsetSeconds,
  });

  return {
    see: (lines) => {
      if (isAsked) timelines.take(lines);
    },
    note: (fault, state, offsetSeconds) => {
      events.push({ ...at(offsetSeconds), type: 'fault', fault, state, by: 'plan' });
      if (state === 'healed') healedAt.set(fault, offsetSeconds);
    },
    steadiness: (nowSeconds) =>
      judgeSteadiness({
        plan,
        budgets: budgets.budgets,
        workers: timelines.workers(),
        untilSeconds: nowSeconds - settleSeconds,
      }),
    hasRecovered: (fault, nowSeconds) => {
      const healed = healedAt.get(fault);
      const until = nowSeconds - settleSeconds;
      if (healed === undefined || until < healed + leastWatchSeconds) return false;
      const soFar: Plan = { ...plan, timing: { ...plan.timing, rampDownStartSeconds: until } };
      const { phases } = observeRun({
        plan: soFar,
        budgets,
        events: [{ ...at(0), type: 'run', state: 'driving' }, ...events],
        workers: timelines.workers(),
        audit: null,
        problems: [],
      });
      const reserveEnd = healed + plan.timing.recoveryReserveSeconds;
      return phases.some(
        ({ phase, fromSeconds }) => phase === 'after' && fromSeconds >= Math.floor(healed) && fromSeconds < reserveEnd,
      );
    },
  };
};
