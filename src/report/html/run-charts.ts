import type { TelemetryFile } from '../../core/wire/telemetry.ts';
import type { PhaseSpan } from '../../core/phase-span.ts';
import type { Finding, Recovery } from '../../core/wire/verdict.ts';
import type { ReportInput } from '../report-input.ts';
import type { RunSeries } from '../series.ts';
import { formatCount, formatMs, formatRatio } from '../words/format.ts';
import { figures, largest, plain, type ChartLimit, type ChartMark, type ChartSpec, type FaultBand } from './chart.ts';
import { faultBands, marksOfRun, marksOfStep } from './fault-bands.ts';
import { loadCharts } from './load-charts.ts';
import { telemetryCharts } from './telemetry-charts.ts';

export interface RunCharts {
  readonly load: readonly ChartSpec[];
  readonly latency: readonly ChartSpec[];
  readonly generator: readonly ChartSpec[];
  readonly telemetry: readonly ChartSpec[];
  readonly bands: readonly FaultBand[];
  readonly marks: readonly ChartMark[];
}

/** What is drawn over the series: of a run that was judged, or of one that goes on. */
export interface ChartedRun {
  readonly checkoutStep: string;
  /** Budgets with their limits. */
  readonly limits: readonly Pick<Finding, 'step' | 'indicator' | 'phase' | 'limit'>[];
  readonly recovery: readonly Recovery[];
  readonly phases: readonly PhaseSpan[];
  readonly bands: readonly FaultBand[];
  /** The shop's own metrics, once they are known. */
  readonly telemetry: TelemetryFile | undefined;
}

const limitsOf = ({ limits, phases }: ChartedRun, step: string, indicator: string): ChartLimit[] =>
  limits
    .filter((budget) => budget.step === step && budget.indicator === indicator)
    .flatMap(({ phase, limit }) =>
      phases
        .filter((span) => span.phase === phase)
        .map(({ fromSeconds, toSeconds }) => ({ fromSeconds, toSeconds, value: limit })),
    );

/** 1, 2, 5, 10, …: the round figure at or beyond, downwards or upwards. */
const roundFigure = (value: number, direction: 'down' | 'up'): number => {
  const decade = 10 ** Math.floor(Math.log10(value));
  const steps = [1, 2, 5, 10].map((step) => step * decade);
  return (direction === 'up' ? steps.find((step) => step >= value) : steps.findLast((step) => step <= value)) ?? value;
};

const latencyCharts = (series: RunSeries, run: ChartedRun): ChartSpec[] => {
  const { bands, recovery } = run;
  const limitOf = (step: string) => limitsOf(run, step, 'latencyP95');
  const all = [
    ...series.steps.flatMap(({ p50Ms, p95Ms }) => [...figures(p50Ms), ...figures(p95Ms)]),
    ...series.steps.flatMap(({ step }) => limitOf(step).map(({ value }) => value)),
  ].filter((value) => value > 0);
  const least = all.reduce((a, b) => Math.min(a, b), 1000);
  const most = all.reduce((a, b) => Math.max(a, b), 10);
  const range = [roundFigure(least, 'down'), roundFigure(most * 1.15, 'up')] as const;
  return series.steps.map(({ step, p50Ms, p95Ms, p95Unanswered }) => ({
    id: `latency-${step}`,
    title: step,
    reading: `p95 at most ${formatMs(largest(p95Ms))}; without an answer in ${p95Unanswered.filter(Boolean).length} of ${p95Unanswered.length} points.`,
    unit: 'ms',
    scale: 'log',
    range,
    size: 'half',
    lines: [
      { label: 'p95', look: 'main', values: p95Ms },
      { label: 'p50', look: 'second', values: p50Ms },
    ],
    limits: limitOf(step),
    bands,
    marks: marksOfStep(recovery, step),
    unanswered: p95Unanswered,
  }));
};

const generatorCharts = (series: RunSeries, bands: readonly FaultBand[]): ChartSpec[] => {
  const shared = { ...plain, bands, marks: [], size: 'half' } as const;
  return [
    {
      ...shared,
      id: 'generator-lateness',
      title: 'Lateness, p99',
      reading: `Timers at most ${formatMs(largest(series.timerLatenessP99Ms))} late, scheduling ${formatMs(largest(series.schedLatencyP99Ms))}.`,
      unit: 'ms',
      lines: [
        { label: 'timers', look: 'main', values: series.timerLatenessP99Ms },
        { label: 'scheduling', look: 'second', values: series.schedLatencyP99Ms },
      ],
    },
    {
      ...shared,
      id: 'generator-cpu',
      title: 'CPU of the load generator',
      reading: `At most ${formatRatio(largest(series.cpuRatio))} of the machine.`,
      unit: 'ratio',
      lines: [{ label: 'share of the machine', look: 'main', values: series.cpuRatio }],
    },
    {
      ...shared,
      id: 'generator-memory',
      title: 'Memory of the load generator',
      reading: `At most ${formatCount(largest(series.memoryMiB))} MiB.`,
      unit: 'MiB',
      lines: [{ label: 'resident', look: 'main', values: series.memoryMiB }],
    },
  ];
};

/** Every chart of a page as data. */
export const drawCharts = (run: ChartedRun, series: RunSeries): RunCharts => {
  const { bands, recovery, checkoutStep } = run;
  const marks = marksOfRun(recovery);
  return {
    load: loadCharts(series, { bands, marks }, checkoutStep),
    latency: latencyCharts(series, run),
    generator: generatorCharts(series, bands),
    telemetry: telemetryCharts(run.telemetry, series, { bands, marks }),
    bands,
    marks,
  };
};

/** The charts of a judged run. */
export const runCharts = ({ evidence, verdict, phases }: ReportInput, series: RunSeries): RunCharts =>
  drawCharts(
    {
      checkoutStep: evidence.plan.scenario.checkoutStep,
      limits: verdict.findings,
      recovery: verdict.recovery,
      phases,
      bands: faultBands(evidence.events, series.endSeconds),
      telemetry: evidence.telemetry,
    },
    series,
  );
