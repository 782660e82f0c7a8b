import type { Finding } from '../../core/wire/verdict.ts';
import type { ReportInput } from '../report-input.ts';
import type { RunSeries } from '../series.ts';
import { formatCount, formatMs, formatRatio } from '../words/format.ts';
import { figures, largest, plain, type ChartLimit, type ChartMark, type ChartSpec, type FaultBand } from './chart.ts';
import { faultBands, marksOfRun, marksOfStep } from './fault-bands.ts';
import { loadCharts } from './load-charts.ts';

export interface RunCharts {
  readonly load: readonly ChartSpec[];
  readonly latency: readonly ChartSpec[];
  readonly generator: readonly ChartSpec[];
  readonly bands: readonly FaultBand[];
  readonly marks: readonly ChartMark[];
}

const limitsOf = (findings: readonly Finding[], step: string, indicator: string, input: ReportInput): ChartLimit[] =>
  findings
    .filter((finding) => finding.step === step && finding.indicator === indicator)
    .flatMap(({ phase, limit }) =>
      input.phases
        .filter((span) => span.phase === phase)
        .map(({ fromSeconds, toSeconds }) => ({ fromSeconds, toSeconds, value: limit })),
    );

/** 1, 2, 5, 10, …: the round figure at or beyond, downwards or upwards. */
const roundFigure = (value: number, direction: 'down' | 'up'): number => {
  const decade = 10 ** Math.floor(Math.log10(value));
  const steps = [1, 2, 5, 10].map((step) => step * decade);
  return (direction === 'up' ? steps.find((step) => step >= value) : steps.findLast((step) => step <= value)) ?? value;
};

const latencyCharts = (series: RunSeries, bands: readonly FaultBand[], input: ReportInput): ChartSpec[] => {
  const { findings, recovery } = input.verdict;
  const limitOf = (step: string) => limitsOf(findings, step, 'latencyP95', input);
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

/** Every chart of the page as data. */
export const runCharts = (input: ReportInput, series: RunSeries): RunCharts => {
  const bands = faultBands(input.evidence.events, series.endSeconds);
  const marks = marksOfRun(input.verdict.recovery);
  return {
    load: loadCharts(series, { bands, marks }, input.evidence.plan.scenario.checkoutStep),
    latency: latencyCharts(series, bands, input),
    generator: generatorCharts(series, bands),
    bands,
    marks,
  };
};
