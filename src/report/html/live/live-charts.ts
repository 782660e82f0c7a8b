import type { Budget } from '../../../core/wire/budgets.ts';
import type { Audience } from '../../live/audience.ts';
import type { FollowedRun } from '../../live/follow-run.ts';
import type { RunSeries } from '../../series.ts';
import { chartData, type ChartData } from '../chart.ts';
import { drawCharts, type RunCharts } from '../run-charts.ts';

/** The present charts of a run, as the report will draw them. For responders without faults and without the phases that tell of one. */
export const liveCharts = (
  run: FollowedRun,
  series: RunSeries,
  budgets: readonly Budget[],
  { audience, revealed }: { readonly audience: Audience; readonly revealed: boolean },
): RunCharts => {
  const { plan } = run;
  const now = run.phases().at(-1)?.toSeconds ?? 0;
  const { plateauStartSeconds: from, rampDownStartSeconds } = plan.timing;
  const to = Math.min(now, rampDownStartSeconds);
  const tells = audience === 'operator' || revealed;
  return drawCharts(
    {
      checkoutStep: plan.scenario.checkoutStep,
      limits: budgets,
      recovery: [],
      phases: tells ? run.phases() : to > from ? [{ phase: 'steady', fromSeconds: from, toSeconds: to }] : [],
      telemetry: undefined,
      bands: tells
        ? run.faults().map(({ name, fromSeconds, toSeconds }) => ({
            label: name,
            fromSeconds,
            toSeconds: toSeconds ?? Math.max(now, fromSeconds),
          }))
        : [],
    },
    series,
  );
};

/** What changes of a chart while the run goes on; its looks and title stay. */
interface ChartChange {
  readonly id: string;
  readonly reading: string;
  readonly range: ChartData['charts'][number]['range'];
  readonly limits: ChartData['charts'][number]['limits'];
  readonly bands: ChartData['charts'][number]['bands'];
  /** Values of each line from `fromBucket` on. */
  readonly lines: readonly (readonly (number | null)[])[];
  readonly unanswered: readonly boolean[] | null;
}

export interface ChartsChange {
  readonly fromBucket: number;
  readonly endSeconds: number;
  readonly charts: readonly ChartChange[];
}

/** The part of the charts that is not known to the page yet: everything from a bucket on. */
export const chartsFrom = (series: RunSeries, charts: RunCharts, fromBucket: number): ChartsChange => {
  // What lies in the future is the plan, which the page has.
  const known = series.virtualUsersActual.findLastIndex((value) => value !== null) + 1;
  const data = chartData(series, [...charts.load, ...charts.latency, ...charts.generator]);
  return {
    fromBucket,
    endSeconds: data.endSeconds,
    charts: data.charts.map(({ id, reading, range, limits, bands, lines, unanswered }) => ({
      id,
      reading,
      range,
      limits,
      bands,
      lines: lines.map(({ values }) => values.slice(fromBucket, known)),
      unanswered: unanswered === null ? null : unanswered.slice(fromBucket, known),
    })),
  };
};
