import type { LatencyCounts } from '../timeline/latency-counts.ts';
import { latencyAtRankMs } from '../timeline/latency-counts.ts';
import { highestShare, lowestShare, type ShareSample } from './good-share.ts';

/**
 * Interval of a latency quantile, ms, by turning the bounds of the bad share round: from the fastest to the slowest latency that,
 * taken as the limit, would neither fail nor pass the allowance. So the whole interval lies above the limit where the finding
 * fails and at or below it where it passes. Order statistics with the design effect at the limit; null = beyond every good attempt.
 */
export const quantileInterval = (
  good: LatencyCounts,
  sample: ShareSample,
  allowance: number,
  failAlpha: number,
  passAlpha: number,
): [number | null, number | null] => {
  if (sample.attempts === 0) return [null, null];
  const withBad = (bad: number): ShareSample => ({ ...sample, bad });
  const mostNotFailing = lastTrue(sample.attempts, (bad) => lowestShare(withBad(bad), failAlpha) <= allowance);
  const mostPassing = lastTrue(sample.attempts, (bad) => highestShare(withBad(bad), passAlpha) <= allowance);
  const atRank = (rank: number) => (rank > sample.attempts ? null : latencyAtRankMs(good, Math.max(1, rank)));
  return [atRank(sample.attempts - mostNotFailing), atRank(sample.attempts - mostPassing)];
};

/** The largest whole number in 0 … `most` for which a falling condition holds; −1 when it does not even hold for 0. */
const lastTrue = (most: number, holds: (value: number) => boolean): number => {
  if (!holds(0)) return -1;
  let [low, high] = [0, most + 1];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) low = middle;
    else high = middle;
  }
  return low;
};
