import { decodeFromCompressedBase64, JsHistogram } from 'hdr-histogram-js';

/**
 * How many attempts took how long: the filled buckets of an HDR histogram, ascending. A bucket is known by the highest
 * latency it can hold, so at three significant figures everything read from it errs upwards by at most 0.1 %.
 */
export interface LatencyCounts {
  readonly latenciesUs: Float64Array;
  readonly counts: Float64Array;
  readonly total: number;
}

export const noLatencies: LatencyCounts = {
  latenciesUs: new Float64Array(),
  counts: new Float64Array(),
  total: 0,
};

const fromBuckets = (buckets: readonly (readonly [latencyUs: number, count: number])[]): LatencyCounts => ({
  latenciesUs: Float64Array.from(buckets, ([latencyUs]) => latencyUs),
  counts: Float64Array.from(buckets, ([, count]) => count),
  total: buckets.reduce((total, [, count]) => total + count, 0),
});

/** Reads an HDR histogram (V2, deflated, base64, µs). Throws an Error when the text is not one. */
export const decodeLatencyCounts = (base64: string): LatencyCounts => {
  const histogram = decodeFromCompressedBase64(base64, 32);
  if (!(histogram instanceof JsHistogram)) throw new TypeError('not a histogram of the JavaScript implementation');
  if (histogram.totalCount === 0) return noLatencies;
  const buckets: [number, number][] = [];
  const last = histogram.countsArrayIndex(histogram.maxValue);
  for (let index = 0; index <= last; index++) {
    const count = histogram.getCountAtIndex(index);
    if (count > 0) buckets.push([histogram.highestEquivalentValue(histogram.valueFromIndex(index)), count]);
  }
  return fromBuckets(buckets);
};

/** The counts of all parts together, as if one histogram had recorded every attempt. */
export const mergeLatencyCounts = (parts: readonly LatencyCounts[]): LatencyCounts => {
  const [only] = parts;
  if (only === undefined) return noLatencies;
  if (parts.length === 1) return only;
  const merged = new Map<number, number>();
  for (const { latenciesUs, counts } of parts)
    latenciesUs.forEach((latencyUs, index) =>
      merged.set(latencyUs, (merged.get(latencyUs) ?? 0) + (counts[index] ?? 0)),
    );
  return fromBuckets([...merged].sort(([a], [b]) => a - b));
};

/** Attempts that took at most `limitMs`. */
export const countWithin = ({ latenciesUs, counts, total }: LatencyCounts, limitMs: number): number => {
  const limitUs = limitMs * 1000;
  if (total === 0 || (latenciesUs.at(-1) ?? 0) <= limitUs) return total;
  let within = 0;
  for (const [index, latencyUs] of latenciesUs.entries()) {
    if (latencyUs > limitUs) break;
    within += counts[index] ?? 0;
  }
  return within;
};

/** Latency of the `rank`-th fastest attempt (from 1), ms; null when there are fewer attempts than that. */
export const latencyAtRankMs = ({ latenciesUs, counts }: LatencyCounts, rank: number): number | null => {
  let seen = 0;
  for (const [index, latencyUs] of latenciesUs.entries()) {
    seen += counts[index] ?? 0;
    if (seen >= rank) return latencyUs / 1000;
  }
  return null;
};

/**
 * A quantile over good and bad attempts, ms: the order statistic of rank ⌈q·n⌉, where every bad attempt counts as
 * slower than any good one. Null when it falls among the bad ones, or when there were no attempts.
 */
export const quantileMs = (good: LatencyCounts, bad: number, quantile: number): number | null => {
  const attempts = good.total + bad;
  if (attempts === 0) return null;
  const rank = Math.max(1, Math.ceil(quantile * attempts - 1e-9));
  return latencyAtRankMs(good, rank);
};
