import { invariantFindings } from './books/invariant-findings.ts';
import { readAlarmWatch } from './detection/alarm-watch.ts';
import { judgeDetection } from './detection/judge-detection.ts';
import type { Evidence } from './evidence.ts';
import { judgeExpectations } from './expectations/judge-expectations.ts';
import { faultsWithOwnLimit, ownRecoveryBudgets } from './expectations/own-recovery.ts';
import type { RunObservation } from './observe-run.ts';
import { lookAt } from './gate/looks.ts';
import { judgeRate } from './rates/judge-rate.ts';
import { type Downtime, judgeDowntime, measureDowntime } from './recovery/downtime.ts';
import { judgeRecovery, observeStep } from './recovery/recovery-findings.ts';
import { judgeShare } from './share/judge-share.ts';
import { risksAtLook } from './share/risks.ts';
import { distrustWords } from './validity/distrust.ts';
import { voidsFindings } from './validity/judge-validity.ts';
import { indicatorFacts } from './wire/budgets.ts';
import type { Detection, Finding, Invariant, Outcome, Recovery, ValidityCheck } from './wire/verdict.ts';

/** All budgets judged. */
export interface JudgedBudgets {
  readonly findings: readonly Finding[];
  readonly recovery: readonly Recovery[];
  /** Null when no alarm was watched. */
  readonly detection: readonly Detection[] | null;
  readonly downtimeSeconds: number;
}

/** Judges every budget on what was observed; what an invalid generator measured is inconclusive. */
export const judgeBudgets = (
  { plan, budgets, events }: Evidence,
  observed: RunObservation,
  validity: readonly ValidityCheck[],
  invariants: readonly Invariant[],
): JudgedBudgets => {
  const { history, disturbances, stepWindows, context, phases, timeline, plateauEndSeconds } = observed;
  const watch = readAlarmWatch(events);
  const recovery = judgeRecovery([...budgets.budgets, ...ownRecoveryBudgets(plan)], {
    plan,
    watch,
    history,
    disturbances,
    stepWindows,
    context,
    exempt: (budget) => faultsWithOwnLimit(plan, budgets.source, budget),
  });
  const expectations = judgeExpectations({ plan, history, stepWindows, steps: timeline.steps, plateauEndSeconds });
  const ofStretch = budgets.budgets.filter(({ indicator }) => indicatorFacts[indicator].over === 'stretch');
  const downtimeBudgets = budgets.budgets.filter((budget) => budget.indicator === 'downtime');
  const findingCount = ofStretch.length + recovery.findings.length + downtimeBudgets.length;
  const { number, looks } = lookAt(plan, plateauEndSeconds);
  const risks = risksAtLook(number, looks);
  const failAlpha = risks.fail / Math.max(1, findingCount);
  const shared = {
    plan,
    phases,
    faults: history.faults,
    plateauEndSeconds,
    steps: timeline.steps,
    failAlpha,
    passAlpha: risks.pass,
  };
  const { sessionsBySecond } = observed.generator;
  const attempts = ofStretch.map((budget) =>
    indicatorFacts[budget.indicator].limitIs === 'least'
      ? judgeRate(budget, { ...shared, sessionsBySecond })
      : judgeShare(budget, shared),
  );

  const checkout = stepWindows.get(plan.scenario.checkoutStep);
  if (checkout === undefined) throw new RangeError('the checkout step has no windows');
  const downtime: Downtime = measureDowntime(checkout, context.plateauStartSeconds, plateauEndSeconds);
  const downtimes = downtimeBudgets.map((budget) => judgeDowntime(budget, checkout, downtime));
  const detection = judgeDetection(budgets.budgets, {
    plan,
    watch,
    disturbances,
    faults: history.faults,
    isDegraded: (disturbance) =>
      [...stepWindows.values()].some(
        (step) => observeStep(step, disturbances.indexOf(disturbance), { disturbances, context }).episodes.length > 0,
      ),
  });
  const distrust = validity.filter(voidsFindings);
  const measured = [...attempts, ...recovery.findings, ...downtimes, ...expectations].map((finding) =>
    withDistrust(finding, distrust),
  );
  return {
    // Alarms and books do not depend on how well the load generator could measure.
    findings: [...measured, ...detection.findings, ...invariantFindings(budgets.budgets, invariants)],
    recovery: recovery.rows.map((row) => withDistrust(row, distrust)),
    detection: watch === null || watch.alarms.length === 0 ? null : detection.rows,
    downtimeSeconds: downtime.downSeconds,
  };
};

const withDistrust = <Judged extends { readonly outcome: Outcome; readonly why: string }>(
  judged: Judged,
  distrust: readonly ValidityCheck[],
): Judged => {
  if (distrust.length === 0 || judged.outcome === 'advisory') return judged;
  return { ...judged, outcome: 'inconclusive', why: `${distrustWords(distrust)}; what was measured: ${judged.why}` };
};
