import type { WorkerEvidence } from '../../core/evidence.ts';
import type { TimelineLine } from '../../core/wire/timeline.ts';
import type { ReportInput } from '../report-input.ts';
import { buildSeries, type RunSeries } from '../series.ts';
import { formatMs, formatRatio, formatFigure } from '../words/format.ts';
import { largest, plain, type ChartMark, type ChartSpec, type FaultBand } from './chart.ts';
import { marksOfStep } from './fault-bands.ts';
import { badShares } from './load-charts.ts';

/** One fault from shortly before it until shortly after the recovery, second by second. */
export interface FaultZoom {
  readonly band: FaultBand;
  readonly fromSeconds: number;
  readonly toSeconds: number;
  readonly series: RunSeries;
  readonly charts: readonly ChartSpec[];
}

const leadSeconds = 20;
const tailSeconds = 25;
/** So many points can be told apart, one a second. */
const mostSeconds = 300;
/** The overview above shows the others; an hour of small faults would fill the page. */
const mostZooms = 6;

const within = (workers: readonly WorkerEvidence[], from: number, to: number): WorkerEvidence[] =>
  workers.map((worker) => ({
    ...worker,
    timeline: worker.timeline.flatMap((line): TimelineLine[] =>
      (line.type === 'entry' || line.type === 'second') && line.second >= from && line.second < to
        ? [{ ...line, second: line.second - from }]
        : [],
    ),
  }));

const chartsOf = (
  zoom: Pick<FaultZoom, 'fromSeconds' | 'toSeconds' | 'series'> & { readonly bands: readonly FaultBand[] },
  marks: readonly ChartMark[],
  checkoutStep: string,
  id: string,
): ChartSpec[] => {
  const { series, fromSeconds, toSeconds, bands } = zoom;
  const checkout = series.steps.find(({ step }) => step === checkoutStep);
  const shown = {
    ...plain,
    bands,
    marks,
    size: 'half' as const,
    window: { fromSeconds, toSeconds, startSeconds: series.startSeconds },
  };
  const all = badShares(series, series.steps);
  const own = badShares(series, checkout === undefined ? [] : [checkout]);
  return [
    {
      ...shown,
      id: `${id}-errors`,
      title: 'Share of failed steps',
      reading: `At worst ${formatRatio(largest(all))} of all steps and ${formatRatio(largest(own))} of ${checkoutStep} failed.`,
      unit: 'ratio',
      lines: [
        { label: checkoutStep, look: 'warm', values: own },
        { label: 'all steps', look: 'main', values: all },
      ],
    },
    {
      ...shown,
      id: `${id}-goodput`,
      title: 'Good steps',
      reading: `At most ${formatFigure(largest(series.goodStepsPerSecond))} a second.`,
      unit: 'perSecond',
      lines: [{ label: 'good steps', look: 'main', values: series.goodStepsPerSecond }],
    },
    {
      ...shown,
      size: 'wide',
      id: `${id}-latency`,
      title: `${checkoutStep}, p95 and p50`,
      reading: `p95 at most ${formatMs(largest(checkout?.p95Ms ?? []))}.`,
      unit: 'ms',
      lines: [
        { label: 'p95', look: 'main', values: checkout?.p95Ms ?? [] },
        { label: 'p50', look: 'second', values: checkout?.p50Ms ?? [] },
      ],
      unanswered: checkout?.p95Unanswered ?? [],
    },
  ];
};

/** Every fault seen closely, in the order of their application; the first few where there are many. */
export const faultZooms = (input: ReportInput, bands: readonly FaultBand[], endSeconds: number): FaultZoom[] => {
  const { plan, workers } = input.evidence;
  const { checkoutStep } = plan.scenario;
  return bands.slice(0, mostZooms).map((band, at) => {
    const rows = input.verdict.recovery.filter(({ fault }) => fault === band.label);
    const back = Math.max(band.toSeconds, ...rows.map(({ recoveredAtSeconds }) => recoveredAtSeconds ?? 0));
    const fromSeconds = Math.max(0, Math.floor(band.fromSeconds) - leadSeconds);
    const toSeconds = Math.min(Math.ceil(back) + tailSeconds, fromSeconds + mostSeconds, Math.ceil(endSeconds));
    const seen = buildSeries({
      workers: within(workers, fromSeconds, toSeconds),
      steps: plan.scenario.steps,
      load: plan.load,
      plannedEndSeconds: toSeconds - fromSeconds,
      cpus: plan.environment.cpus,
    });
    const series = { ...seen, startSeconds: seen.startSeconds.map((start) => start + fromSeconds) };
    const near = bands.filter((one) => one.toSeconds >= fromSeconds && one.fromSeconds <= toSeconds);
    const marks = marksOfStep(rows, checkoutStep);
    const zoom = { band, fromSeconds, toSeconds, series };
    return { ...zoom, charts: chartsOf({ ...zoom, bands: near }, marks, checkoutStep, `fault-${at + 1}`) };
  });
};
