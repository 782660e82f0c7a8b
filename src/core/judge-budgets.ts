import type { Evidence } from './evidence.ts';
import type { RunObservation } from './observe-run.ts';
import { type Downtime, judgeDowntime, measureDowntime } from './recovery/downtime.ts';
import { judgeRecovery } from './recovery/recovery-findings.ts';
import { failAlphaOfRun } from './share/good-share.ts';
import { judgeShare } from './share/judge-share.ts';
import { voidsFindings } from './validity/judge-validity.ts';
import type { Finding, Outcome, Recovery, ValidityCheck } from './wire/verdict.ts';

/** All budgets judged. */
export interface JudgedBudgets {
  readonly findings: readonly Finding[];
  readonly recovery: readonly Recovery[];
  readonly downtimeSeconds: number;
}

/** Judges every budget on what was observed; what an invalid generator measured is inconclusive. */
export const judgeBudgets = (
  { plan, budgets, events }: Evidence,
  observed: RunObservation,
  validity: readonly ValidityCheck[],
): JudgedBudgets => {
  const { history, disturbances, stepWindows, context, phases, timeline } = observed;
  const recovery = judgeRecovery(budgets.budgets, { plan, events, history, disturbances, stepWindows, context });
  const shareBudgets = budgets.budgets.filter(
    ({ indicator }) => indicator === 'errorShare' || indicator.startsWith('latency'),
  );
  const downtimeBudgets = budgets.budgets.filter((budget) => budget.indicator === 'downtime');
  const findingCount = shareBudgets.length + recovery.findings.length + downtimeBudgets.length;
  const failAlpha = failAlphaOfRun / Math.max(1, findingCount);
  const shares = shareBudgets.map((budget) => judgeShare(budget, { plan, phases, steps: timeline.steps, failAlpha }));

  const checkout = stepWindows.get(plan.scenario.checkoutStep);
  if (checkout === undefined) throw new RangeError('the checkout step has no windows');
  const downtime: Downtime = measureDowntime(checkout, context.plateauStartSeconds, observed.plateauEndSeconds);
  const downtimes = downtimeBudgets.map((budget) => judgeDowntime(budget, checkout, downtime));
  const distrust = validity.filter(voidsFindings);
  return {
    findings: [...shares, ...recovery.findings, ...downtimes].map((finding) => withDistrust(finding, distrust)),
    recovery: recovery.rows.map((row) => withDistrust(row, distrust)),
    downtimeSeconds: downtime.downSeconds,
  };
};

const withDistrust = <Judged extends { readonly outcome: Outcome; readonly why: string }>(
  judged: Judged,
  distrust: readonly ValidityCheck[],
): Judged => {
  if (distrust.length === 0 || judged.outcome === 'advisory') return judged;
  const checks = distrust.map(({ check }) => check).join(', ');
  const why = `the load generator cannot be trusted (${checks}); it measured: ${judged.why}`;
  return { ...judged, outcome: 'inconclusive', why };
};
