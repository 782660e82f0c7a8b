import { asIfStoppedAt, type EvidenceSoFar } from '../evidence-so-far.ts';
import type { Evidence } from '../evidence.ts';
import { judgeBudgets } from '../judge-budgets.ts';
import { observeRun } from '../observe-run.ts';

/**
 * Whether the recovery from the last fault of the plan is established and the rest of its reserve can be saved (DESIGN §6): the same code
 * that judges the run afterwards, as if the load had been asked to stop at `settledSeconds`, after which answers may be outstanding.
 *
 * 1. Every fault of the plan is healed. 2. The steps with a recovery budget have recovered, or were never degraded, and every recovery
 * and downtime budget is decided. 3. The phase `after` is as long as the plan has it where a recovery takes all of its reserve. 4. The books have
 * been put to the test as far as the timeline can tell. A run with a budget on the ramp-down needs its ramp-down.
 *
 * @returns since when the shop has recovered, seconds from T0; null when there is a reason to go on.
 */
export const establishedRecovery = (
  { plan, budgets, events, workers }: EvidenceSoFar,
  settledSeconds: number,
  nowSeconds: number,
): number | null => {
  if (budgets.budgets.some(({ phase }) => phase === 'rampDown')) return null;
  const lastHealed = lastHealSeconds({ plan, events });
  if (lastHealed === null) return null;
  const evidence = asIfStoppedAt({ plan, budgets, events, workers }, settledSeconds);
  const observed = observeRun(evidence);
  const after = observed.phases.find(({ phase, fromSeconds }) => phase === 'after' && fromSeconds >= lastHealed);
  if (after === undefined || after.fromSeconds >= lastHealed + plan.timing.recoveryReserveSeconds) return null;
  if (nowSeconds < after.fromSeconds + leastAfterSeconds(plan)) return null;
  const isUndecided = judgeBudgets(evidence, observed, [], []).findings.some(
    ({ indicator, outcome }) =>
      (indicator === 'serviceRecovery' || indicator === 'selfHealing' || indicator === 'downtime') &&
      outcome !== 'pass' &&
      outcome !== 'fail',
  );
  return isUndecided || !isExercised({ plan, workers }) ? null : after.fromSeconds;
};

const lastHealSeconds = ({ plan, events }: Pick<EvidenceSoFar, 'plan' | 'events'>): number | null => {
  const faults = plan.experiment?.faults ?? [];
  const heals = faults.map(({ name }) =>
    events.findLast((event) => event.type === 'fault' && event.fault === name && event.state === 'healed'),
  );
  if (faults.length === 0) return null;
  return heals.reduce<number | null>(
    (last, heal) => (last === null || heal?.offsetSeconds == null ? null : Math.max(last, heal.offsetSeconds)),
    0,
  );
};

/** What the plan leaves for `after` when the last recovery takes all of its reserve. */
const leastAfterSeconds = ({ timing, experiment }: Evidence['plan']): number => {
  const heals = (experiment?.faults ?? []).map(({ atSeconds, durationSeconds }) => atSeconds + durationSeconds);
  return Math.max(0, timing.rampDownStartSeconds - Math.max(...heals) - timing.recoveryReserveSeconds);
};

/** Orders answered with yes, and somebody who was told that it is sold out, as far as the invariants need them. */
const isExercised = ({ plan, workers }: Pick<EvidenceSoFar, 'plan' | 'workers'>): boolean => {
  const { leastAcknowledgedOrders, leastSoldOutSkus } = plan.exercise;
  let [orders, soldOut] = [0, 0];
  for (const line of workers.flatMap(({ timeline }) => timeline)) {
    if (line.type !== 'entry' || line.kind !== 'step') continue;
    if (line.name === plan.scenario.checkoutStep && line.outcome === 'ok') orders += line.count;
    if (line.outcome === 'soldOut') soldOut += line.count;
  }
  return orders >= leastAcknowledgedOrders && soldOut >= leastSoldOutSkus;
};
