import { mergeLatencyCounts, quantileMs } from '../core/timeline/latency-counts.ts';
import type { StepSecond, StepSeries as SecondsOfStep } from '../core/timeline/step-series.ts';

/** One step over time, one value a bucket; null where nobody took the step, or where the percentile falls on failures. */
export interface StepPoints {
  readonly step: string;
  readonly attempts: readonly number[];
  readonly bad: readonly number[];
  readonly p50Ms: readonly (number | null)[];
  readonly p95Ms: readonly (number | null)[];
  /** More than 5 % failed, so that p95 has no answer: no latency is long enough. */
  readonly p95Unanswered: readonly boolean[];
}

/** With fewer attempts a single failure would decide p95, so nothing is said. */
const leastForUnanswered = 20;

/** The attempts of some seconds as one point. */
export const pointOf = (seconds: readonly StepSecond[]) => {
  const good = mergeLatencyCounts(seconds.map((second) => second.good));
  const bad = seconds.reduce((sum, second) => sum + second.bad, 0);
  const attempts = good.total + bad;
  const p95Ms = quantileMs(good, bad, 0.95);
  return {
    attempts,
    bad,
    p50Ms: quantileMs(good, bad, 0.5),
    p95Ms,
    unanswered: p95Ms === null && attempts >= leastForUnanswered,
  };
};

/**
 * Puts a step's seconds into buckets. A failed attempt ranks behind every answer (DESIGN §6: unanswered is bad at any limit),
 * so that an outage never improves a percentile.
 */
export const stepPoints = (
  step: string,
  series: SecondsOfStep | undefined,
  bucketSeconds: number,
  buckets: number,
): StepPoints => {
  const grouped = Array.from({ length: buckets }, (): StepSecond[] => []);
  for (const [second, cell] of series ?? []) if (second >= 0) grouped[Math.floor(second / bucketSeconds)]?.push(cell);
  const points = grouped.map(pointOf);
  return {
    step,
    attempts: points.map((point) => point.attempts),
    bad: points.map((point) => point.bad),
    p50Ms: points.map((point) => point.p50Ms),
    p95Ms: points.map((point) => point.p95Ms),
    p95Unanswered: points.map((point) => point.unanswered),
  };
};
