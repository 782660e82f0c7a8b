import type { Judgement } from '../judge.ts';
import { mergeLatencyCounts, quantileMs } from '../timeline/latency-counts.ts';
import type { StepSeries } from '../timeline/step-series.ts';
import { evidenceVersion } from '../wire/plan.ts';
import type { ResourceKind, ResourceLine, ResourceReading } from '../wire/resources.ts';
import type { DriftPoint } from '../wire/soak.ts';

export interface LegPlace {
  readonly leg: number;
  readonly life: number;
  /** Offset of the leg's T0 from the start of the soak. */
  readonly startedAtSeconds: number;
  readonly bucketSeconds: number;
}

interface Stretch {
  readonly fromSeconds: number;
  readonly toSeconds: number;
}

/** Fewer attempts than this have no p95 worth the name. */
const leastAttempts = 20;

/** Whole buckets of the steady load: faults, and what comes of them, are no drift. */
const bucketsOf = ({ phases }: Pick<Judgement, 'phases'>, bucketSeconds: number): Stretch[] =>
  phases
    .filter(({ phase }) => phase === 'steady' || phase === 'after')
    .flatMap(({ fromSeconds, toSeconds }) =>
      Array.from({ length: Math.floor((toSeconds - fromSeconds) / bucketSeconds) }, (_, index) => ({
        fromSeconds: fromSeconds + index * bucketSeconds,
        toSeconds: fromSeconds + (index + 1) * bucketSeconds,
      })),
    );

const cellsIn = (series: StepSeries, { fromSeconds, toSeconds }: Stretch) =>
  [...series].filter(([second]) => second >= fromSeconds && second < toSeconds).map(([, cell]) => cell);

/** Garbage comes and goes, and connections are lent for moments: what a leak raises is the least that is in use. */
const summaryOf: Readonly<Record<ResourceKind, 'least' | 'mean'>> = {
  memory: 'least',
  connections: 'least',
  waiting: 'mean',
  processor: 'mean',
  other: 'mean',
};

const summarise = (values: readonly number[], how: 'least' | 'mean'): number =>
  how === 'least' ? Math.min(...values) : values.reduce((sum, value) => sum + value, 0) / values.length;

type Point = Pick<DriftPoint, 'figure' | 'kind' | 'unit' | 'value' | 'limit'>;

const latencies = (steps: Judgement['steps'], stretch: Stretch, quantile: number): Point[] =>
  [...steps].flatMap(([step, series]): Point[] => {
    const cells = cellsIn(series, stretch);
    const good = mergeLatencyCounts(cells.map((cell) => cell.good));
    const bad = cells.reduce((sum, cell) => sum + cell.bad, 0);
    const value = good.total + bad < leastAttempts ? null : quantileMs(good, bad, quantile);
    if (value === null) return [];
    return [{ figure: `${step} p${quantile * 100}`, kind: 'latency', unit: 'ms', value, limit: null }];
  });

const errors = (steps: Judgement['steps'], stretch: Stretch): Point[] => {
  const cells = [...steps.values()].flatMap((series) => cellsIn(series, stretch));
  const bad = cells.reduce((sum, cell) => sum + cell.bad, 0);
  const attempts = cells.reduce((sum, cell) => sum + cell.good.total, bad);
  return attempts < leastAttempts
    ? []
    : [{ figure: 'failed steps', kind: 'errors', unit: 'ratio', value: bad / attempts, limit: null }];
};

/** What a leak takes is spread over the pools of many processes, and shows first in their sum. */
const withSum = (resources: readonly ResourceReading[]): readonly ResourceReading[] => {
  const pools = resources.filter(({ kind }) => kind === 'connections');
  if (pools.length < 2) return resources;
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
  const limits = pools.flatMap(({ limit }) => (limit === null ? [] : [limit]));
  const all: ResourceReading = {
    name: 'all connections',
    kind: 'connections',
    value: sum(pools.map(({ value }) => value)),
    unit: 'count',
    limit: limits.length === pools.length ? sum(limits) : null,
  };
  return [...resources, all];
};

const used = (lines: readonly ResourceLine[], { fromSeconds, toSeconds }: Stretch): Point[] => {
  const readings = new Map<string, ResourceReading[]>();
  for (const { offsetSeconds, resources } of lines)
    if (offsetSeconds >= fromSeconds && offsetSeconds < toSeconds)
      for (const reading of withSum(resources))
        readings.set(reading.name, [...(readings.get(reading.name) ?? []), reading]);
  return [...readings].flatMap(([figure, own]): Point[] => {
    const last = own.at(-1);
    if (last === undefined) return [];
    const { kind, unit, limit } = last;
    const value = summarise(
      own.map((reading) => reading.value),
      summaryOf[kind],
    );
    return [{ figure, kind, unit, value, limit }];
  });
};

/**
 * The figures of a leg, bucket by bucket of its steady load: p50 and p95 of each step with 20 attempts or more, the share of failed steps,
 * and what the shop used, the connections of several pools also together. In order of time.
 */
export const distilLeg = (
  { steps, phases }: Pick<Judgement, 'steps' | 'phases'>,
  resources: readonly ResourceLine[],
  { leg, life, startedAtSeconds, bucketSeconds }: LegPlace,
): DriftPoint[] =>
  bucketsOf({ phases }, bucketSeconds).flatMap((stretch) =>
    [
      ...latencies(steps, stretch, 0.5),
      ...latencies(steps, stretch, 0.95),
      ...errors(steps, stretch),
      ...used(resources, stretch),
    ].map((point) => ({
      v: evidenceVersion,
      atSeconds: startedAtSeconds + (stretch.fromSeconds + stretch.toSeconds) / 2,
      leg,
      life,
      ...point,
    })),
  );
