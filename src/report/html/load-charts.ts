import type { RunSeries } from '../series.ts';
import type { StepPoints } from '../step-points.ts';
import { formatCount, formatFigure, formatRatio } from '../words/format.ts';
import { largest, plain, type ChartSpec } from './chart.ts';

const usersChart = (
  { virtualUsersActual, virtualUsersPlanned }: RunSeries,
  shared: Pick<ChartSpec, 'bands' | 'marks'>,
): ChartSpec => {
  const planned = virtualUsersPlanned === null ? '' : `, ${formatCount(largest(virtualUsersPlanned))} planned`;
  return {
    ...plain,
    ...shared,
    id: 'virtual-users',
    title: 'Virtual users',
    reading: `At most ${formatCount(largest(virtualUsersActual))} active${planned}.`,
    unit: 'count',
    size: 'wide',
    lines: [
      { label: 'active', look: 'main', values: virtualUsersActual },
      ...(virtualUsersPlanned === null
        ? []
        : [{ label: 'planned', look: 'planned', values: virtualUsersPlanned } as const]),
    ],
  };
};

/** The arrivals of the open model: what was asked of the shop, whatever became of it. */
const arrivalCharts = (
  { arrivalsPlannedPerSecond, sessionsStartedPerSecond }: RunSeries,
  shared: Pick<ChartSpec, 'bands' | 'marks'>,
): ChartSpec[] =>
  arrivalsPlannedPerSecond === null
    ? []
    : [
        {
          ...plain,
          ...shared,
          id: 'arrivals',
          title: 'Sessions begun',
          reading: `At most ${formatFigure(largest(sessionsStartedPerSecond))} a second, ${formatFigure(largest(arrivalsPlannedPerSecond))} planned.`,
          unit: 'perSecond',
          size: 'wide',
          lines: [
            { label: 'begun', look: 'main', values: sessionsStartedPerSecond },
            { label: 'planned', look: 'planned', values: arrivalsPlannedPerSecond },
          ],
        },
      ];

/** Share of failed attempts of some steps together, bucket by bucket; null without attempts. */
export const badShares = (
  { startSeconds }: Pick<RunSeries, 'startSeconds'>,
  steps: readonly StepPoints[],
): (number | null)[] =>
  startSeconds.map((_, bucket) => {
    const attempts = steps.reduce((sum, step) => sum + (step.attempts[bucket] ?? 0), 0);
    const bad = steps.reduce((sum, step) => sum + (step.bad[bucket] ?? 0), 0);
    return attempts === 0 ? null : bad / attempts;
  });

/** What was asked of the shop, and what it made of it: arrivals, virtual users, throughput, failures. */
export const loadCharts = (
  series: RunSeries,
  shared: Pick<ChartSpec, 'bands' | 'marks'>,
  checkoutStep: string,
): ChartSpec[] => {
  const all = badShares(series, series.steps);
  const checkout = badShares(
    series,
    series.steps.filter(({ step }) => step === checkoutStep),
  );
  return [
    ...arrivalCharts(series, shared),
    usersChart(series, shared),
    {
      ...plain,
      ...shared,
      id: 'throughput',
      title: 'Throughput',
      reading: `At most ${formatCount(largest(series.requestsPerSecond))} requests and ${formatCount(largest(series.goodStepsPerSecond))} good steps a second.`,
      unit: 'perSecond',
      size: 'wide',
      lines: [
        { label: 'requests', look: 'second', values: series.requestsPerSecond },
        { label: 'good steps', look: 'main', values: series.goodStepsPerSecond },
      ],
    },
    {
      ...plain,
      ...shared,
      id: 'error-share',
      title: 'Share of failed steps',
      reading: `At worst ${formatRatio(largest(all))} of all steps and ${formatRatio(largest(checkout))} of ${checkoutStep} failed.`,
      unit: 'ratio',
      size: 'wide',
      lines: [
        { label: checkoutStep, look: 'warm', values: checkout },
        { label: 'all steps', look: 'main', values: all },
      ],
    },
  ];
};
