import { invariantNames } from '../wire/invariants.ts';
import type { Verdict } from '../wire/verdict.ts';
import { metricOfIndicator, type MetricPoint } from './metric-point.ts';

/** How a run ended: 1 where it passed, 0 where it failed; an inconclusive run says neither. */
const passed = { metric: 'Passed', unit: 'None' } as const;

/** What only the judged run knows, at one instant after its end. What was not measured, or not decided, is not published. */
export const finalPoints = (verdict: Verdict, atMs: number): MetricPoint[] => {
  const point = (
    metric: Pick<MetricPoint, 'metric' | 'unit'>,
    step: string | null,
    value: number | null,
  ): MetricPoint[] => (value === null ? [] : [{ ...metric, step, atMs, values: [value], counts: [1] }]);
  const { findings, recovery, detection = [], invariants } = verdict;
  return [
    ...point(passed, null, verdict.verdict === 'inconclusive' ? null : Number(verdict.verdict === 'pass')),
    ...recovery.flatMap((row) => [
      ...point(metricOfIndicator.serviceRecovery, row.step, row.serviceRecoverySeconds),
      ...point(metricOfIndicator.selfHealing, row.step, row.selfHealingSeconds),
    ]),
    ...detection.flatMap((row) => point(metricOfIndicator.timeToDetect, null, row.timeToDetectSeconds)),
    ...point(metricOfIndicator.downtime, null, verdict.startedAt === null ? null : verdict.downtimeSeconds),
    ...findings
      .filter(({ indicator }) => indicator === 'conversion')
      .flatMap(({ step, value }) => point(metricOfIndicator.conversion, step, value)),
    ...invariantNames.flatMap((name) => {
      const judged = invariants.find((invariant) => invariant.name === name && invariant.outcome !== 'inconclusive');
      return point(metricOfIndicator[name], null, judged?.count ?? null);
    }),
  ];
};
