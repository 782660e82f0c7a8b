import { definitionForStep } from '../share/good-definition.ts';
import { countWithin, decodeLatencyCounts, type LatencyCounts, noLatencies } from '../timeline/latency-counts.ts';
import type { Budget } from '../wire/budgets.ts';
import { goodStepOutcomes } from '../wire/steps.ts';
import type { TimelineLine } from '../wire/timeline.ts';
import { metricOfIndicator, type MetricPoint } from './metric-point.ts';

type StepEntry = Extract<TimelineLine, { type: 'entry'; kind: 'step' }>;

const pointOf = (
  metric: Pick<MetricPoint, 'metric' | 'unit'>,
  step: string | null,
  atMs: number,
  counted: readonly (readonly [value: number, count: number])[],
): MetricPoint[] => {
  const seen = counted.filter(([, count]) => count > 0);
  if (seen.length === 0) return [];
  return [{ ...metric, step, atMs, values: seen.map(([value]) => value), counts: seen.map(([, count]) => count) }];
};

/** A damaged histogram must not end a publication; the judge reports it. */
const latenciesOf = ({ histogram }: StepEntry): LatencyCounts => {
  try {
    return decodeLatencyCounts(histogram);
  } catch {
    return noLatencies;
  }
};

const goodShare = { metric: 'GoodShare', unit: 'None' } as const;

/**
 * What steps did, by the second in which they were sent: the latencies of good outcomes, and beside them the share that was good within
 * the step's limit and the share that failed, as ones and noughts, so that CloudWatch's average is the share over any time. Every line
 * adds to its second: late answers are further points of an old second, which CloudWatch adds up.
 */
const pointsOfEntry = (entry: StepEntry, budgets: readonly Budget[], t0Ms: number): MetricPoint[] => {
  const { name: step, count, second } = entry;
  const atMs = t0Ms + second * 1_000;
  const isError = !goodStepOutcomes.includes(entry.outcome);
  const latencies = isError ? noLatencies : latenciesOf(entry);
  const { limitMs } = definitionForStep(step, budgets);
  const good = isError ? 0 : limitMs === null ? count : countWithin(latencies, limitMs);
  const buckets = [...latencies.latenciesUs].map((us, index) => [us / 1_000, latencies.counts[index] ?? 0] as const);
  return [
    ...pointOf(metricOfIndicator.latencyP95, step, atMs, buckets),
    ...pointOf(goodShare, step, atMs, [
      [1, good],
      [0, count - good],
    ]),
    ...pointOf(metricOfIndicator.errorShare, step, atMs, [[isError ? 1 : 0, count]]),
  ];
};

/** Lines of the timelines that came in over a stretch of time. */
export interface LiveStretch {
  readonly lines: readonly { readonly worker: string; readonly line: TimelineLine }[];
  /** How long the stretch was. */
  readonly seconds: number;
  /** Its end, ms since the epoch. */
  readonly endMs: number;
}

/**
 * The points of a stretch of a running load.
 * @param t0Ms T0, ms since the epoch
 * @param budgets say what good means for each step
 */
export const livePoints = (stretch: LiveStretch, t0Ms: number, budgets: readonly Budget[]): MetricPoint[] => {
  const { lines, seconds, endMs } = stretch;
  const entries = lines.flatMap(({ line }) => (line.type === 'entry' && line.kind === 'step' ? [line] : []));
  const goodEntries = entries.filter(({ outcome }) => goodStepOutcomes.includes(outcome));
  const throughput = (step: string | null): MetricPoint[] => {
    const good = goodEntries.filter(({ name }) => step === null || name === step);
    const rate = good.reduce((sum, { count }) => sum + count, 0) / seconds;
    return pointOf(metricOfIndicator.throughput, step, endMs, [[rate, 1]]);
  };
  const steps = [...new Set(entries.map(({ name }) => name))].sort();
  const active = new Map<string, number>();
  for (const { worker, line } of lines) if (line.type === 'second') active.set(worker, line.activeVirtualUsers);
  const users = [...active.values()].reduce((sum, count) => sum + count, 0);
  return [
    ...entries.flatMap((entry) => pointsOfEntry(entry, budgets, t0Ms)),
    ...[null, ...steps].flatMap(throughput),
    ...(active.size === 0 ? [] : pointOf({ metric: 'VirtualUsers', unit: 'Count' }, null, endMs, [[users, 1]])),
  ];
};
