import type { JudgedBooks } from './books/judge-books.ts';
import { cartsLostIn } from './business.ts';
import type { RunObservation } from './observe-run.ts';
import { measureDowntime } from './recovery/downtime.ts';
import { roundSeconds } from './rounding.ts';
import type { Plan } from './wire/plan.ts';
import type { FaultCost } from './wire/verdict.ts';

/**
 * What each disturbance cost, from its application to the next one or the end of the plateau: seconds in which checkout was down, and carts
 * that were lost beyond the share that the steady phase loses, × the plan's average order value.
 * @param startedAtMs wall time of T0; null when the load never started
 */
export const reckonFaultCosts = (
  plan: Plan,
  { disturbances, stepWindows, phases }: Pick<RunObservation, 'disturbances' | 'stepWindows' | 'phases'>,
  books: JudgedBooks,
  startedAtMs: number | null,
): readonly FaultCost[] => {
  const checkout = stepWindows.get(plan.scenario.checkoutStep);
  return disturbances.map(({ faults, fromSeconds, observedUntilSeconds }) => {
    const windows = (checkout?.windows ?? []).filter(
      (window) => window.toSeconds > fromSeconds && window.fromSeconds < observedUntilSeconds,
    );
    const isWithin = (offsetSeconds: number) => offsetSeconds >= fromSeconds && offsetSeconds < observedUntilSeconds;
    const lost = cartsLostIn(books, phases, startedAtMs, isWithin);
    return {
      faults: [...faults],
      appliedAtSeconds: roundSeconds(fromSeconds),
      watchedUntilSeconds: roundSeconds(observedUntilSeconds),
      downtimeSeconds:
        checkout === undefined
          ? 0
          : roundSeconds(measureDowntime({ ...checkout, windows }, fromSeconds, observedUntilSeconds).downSeconds),
      ordersLost: Math.round(lost * 10) / 10,
      revenueAtRiskCents: Math.round(lost * plan.business.averageOrderValueCents),
    };
  });
};
