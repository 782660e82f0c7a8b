import type { Budget } from '../../core/wire/budgets.ts';
import type { GameDayPlan } from '../../core/wire/game-day.ts';
import type { Plan } from '../../core/wire/plan.ts';

/** The janitor heals a fault that outlives what a game day may hold it by this. */
const longestLifeMarginSeconds = 30;

/** Moves what comes after the plateau, so that the plateau may be held. */
const heldCurve = <Point extends { readonly atSeconds: number }>(
  curve: readonly Point[],
  rampDownStartSeconds: number,
  bySeconds: number,
): Point[] =>
  curve.map((point) =>
    point.atSeconds < rampDownStartSeconds ? point : { ...point, atSeconds: point.atSeconds + bySeconds },
  );

/**
 * Makes a rehearsal a game day: the plateau is as long as it may be held, which is no shorter than its faults need, and faults that are put in
 * by hand may stay until the recovery reserve before its end. Pure.
 */
export const planGameDay = (plan: Plan, gameDay: GameDayPlan): Plan => {
  const { timing, load, experiment } = plan;
  const { plateauStartSeconds, recoveryReserveSeconds } = timing;
  const rampDownStartSeconds = Math.max(timing.rampDownStartSeconds, plateauStartSeconds + gameDay.holdAtMostSeconds);
  const added = rampDownStartSeconds - timing.rampDownStartSeconds;
  const mostFaultSeconds = Math.max(1, rampDownStartSeconds - plateauStartSeconds - recoveryReserveSeconds);
  return {
    ...plan,
    load:
      load.model === 'open'
        ? { ...load, curve: heldCurve(load.curve, timing.rampDownStartSeconds, added) }
        : { ...load, curve: heldCurve(load.curve, timing.rampDownStartSeconds, added) },
    timing: {
      ...timing,
      rampDownStartSeconds,
      endSeconds: timing.endSeconds + added,
      worstCaseSeconds: timing.worstCaseSeconds + added,
    },
    experiment:
      experiment === null || gameDay.faultsBy === 'plan'
        ? experiment
        : {
            ...experiment,
            faults: experiment.faults.map((fault) => ({
              ...fault,
              durationSeconds: mostFaultSeconds,
              longestLifeSeconds: mostFaultSeconds + longestLifeMarginSeconds,
            })),
          },
    gameDay,
  };
};

/**
 * Budgets of a game day. How long shoppers are hurt is then in the hands of people, who have a budget of their own; what the shop must do by
 * itself stays: to be back as soon after the heal as it had to be back after the onset.
 */
export const gameDayBudgets = (budgets: readonly Budget[], mendWithinSeconds: number): Budget[] =>
  budgets.map((budget) => {
    if (budget.indicator === 'serviceRecovery') return { ...budget, indicator: 'selfHealing' };
    return budget.indicator === 'downtime' ? { ...budget, limit: Math.max(budget.limit, mendWithinSeconds) } : budget;
  });
