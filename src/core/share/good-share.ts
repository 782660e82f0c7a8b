import { lowerShareBound, normalQuantile, tQuantile, upperShareBound } from '../statistics/binomial-bounds.ts';
import { type SecondCounts, sumSeconds } from '../timeline/step-series.ts';

/** Fewest batches, and shortest batch, from which the design effect is read (DESIGN §6). */
export const leastBatches = 8;
export const leastBatchSeconds = 15;
/** With more batches than this the batches become short and their dependence shows; the usual advice is 10 to 30. */
const mostBatches = 20;

/** Bad attempts among the attempts of a phase. */
export interface ShareSample {
  readonly attempts: number;
  readonly bad: number;
  /**
   * How much the variance of the share is inflated because neighbouring seconds rise and fall together, ≥ 1; batch means over the
   * batches. 1 where there are too few batches to know.
   */
  readonly designEffect: number;
  readonly batches: number;
}

/** Seconds of a phase: `fromSeconds` ≤ s < `toSeconds`. */
export interface Stretch {
  readonly fromSeconds: number;
  readonly toSeconds: number;
}

/**
 * Pools the attempts of the stretches, and estimates the design effect by batch means.
 * @param withNeighbours also by how far neighbouring batches move together: for a gate, which can go on where that leaves it undecided
 */
export const sampleShare = (
  counts: SecondCounts,
  stretches: readonly Stretch[],
  withNeighbours = false,
): ShareSample => {
  const pooled = stretches.map(({ fromSeconds, toSeconds }) => ({
    attempts: sumSeconds(counts.attempts, fromSeconds, toSeconds),
    bad: sumSeconds(counts.bad, fromSeconds, toSeconds),
  }));
  const attempts = pooled.reduce((sum, part) => sum + part.attempts, 0);
  const bad = pooled.reduce((sum, part) => sum + part.bad, 0);
  const batches = cutBatches(stretches).map(({ fromSeconds, toSeconds }) => ({
    ...{ fromSeconds, toSeconds },
    attempts: sumSeconds(counts.attempts, fromSeconds, toSeconds),
    bad: sumSeconds(counts.bad, fromSeconds, toSeconds),
  }));
  return { attempts, bad, designEffect: designEffect(batches, withNeighbours), batches: batches.length };
};

/** Cuts stretches into batches of one length; what is left of a stretch goes to its last batch. */
export const cutBatches = (stretches: readonly Stretch[]): Stretch[] => {
  const seconds = stretches.reduce((sum, { fromSeconds, toSeconds }) => sum + toSeconds - fromSeconds, 0);
  const batchSeconds = Math.max(leastBatchSeconds, Math.ceil(seconds / mostBatches));
  return stretches.flatMap(({ fromSeconds, toSeconds }) => {
    const batches = Math.floor((toSeconds - fromSeconds) / batchSeconds);
    return Array.from({ length: batches }, (_, index) => ({
      fromSeconds: fromSeconds + index * batchSeconds,
      toSeconds: index === batches - 1 ? toSeconds : fromSeconds + (index + 1) * batchSeconds,
    }));
  });
};

interface Batch extends Stretch {
  readonly attempts: number;
  readonly bad: number;
}

/**
 * Variance of the pooled share between batches over the variance it would have if all attempts were independent: the ratio
 * estimator's variance (Cochran, Sampling Techniques, §6.4) against p(1 − p)/n. Batches that follow one another still rise and fall
 * together where a wander is as long as a batch; with neighbours, their covariance is added (Hansen & Hodrick 1980, one lag; what taking
 * the mean out hides of it is given back). It may only widen. At least 1.
 */
const designEffect = (batches: readonly Batch[], withNeighbours: boolean): number => {
  const attempts = batches.reduce((sum, batch) => sum + batch.attempts, 0);
  const bad = batches.reduce((sum, batch) => sum + batch.bad, 0);
  const share = bad / attempts;
  if (batches.length < leastBatches || attempts === 0 || share === 0 || share === 1) return 1;
  const residuals = batches.map((batch) => batch.bad - share * batch.attempts);
  const squares = residuals.reduce((sum, residual) => sum + residual ** 2, 0) * (batches.length / (batches.length - 1));
  const neighbours = batches.map((batch, index) => {
    const before = batches[index - 1];
    return before?.toSeconds === batch.fromSeconds ? (residuals[index] ?? 0) * (residuals[index - 1] ?? 0) : 0;
  });
  const products = neighbours.reduce((sum, product) => sum + product, 0) + squares / batches.length;
  const betweenBatches = (squares + (withNeighbours ? Math.max(0, 2 * products) : 0)) / attempts ** 2;
  return Math.max(1, betweenBatches / ((share * (1 - share)) / attempts));
};

/**
 * Attempts that count as independent when a bound is put at `alpha`: n / deff, less what the uncertainty of deff itself
 * takes, (z / t)² with one degree of freedom fewer than batches (Korn & Graubard 1998).
 */
const effectiveAttempts = ({ attempts, designEffect, batches }: ShareSample, alpha: number): number => {
  if (batches < leastBatches) return attempts / designEffect;
  const shrink = normalQuantile(1 - alpha) / tQuantile(1 - alpha, batches - 1);
  return (attempts / designEffect) * Math.min(1, shrink ** 2);
};

/** One-sided bound from below on the bad share. */
export const lowestShare = (sample: ShareSample, alpha: number): number => {
  const effective = effectiveAttempts(sample, alpha);
  return sample.attempts === 0 ? 0 : lowerShareBound((sample.bad / sample.attempts) * effective, effective, alpha);
};

/** One-sided bound from above on the bad share. */
export const highestShare = (sample: ShareSample, alpha: number): number => {
  const effective = effectiveAttempts(sample, alpha);
  return sample.attempts === 0 ? 1 : upperShareBound((sample.bad / sample.attempts) * effective, effective, alpha);
};

/**
 * What a share sample proves against an allowance.
 * @param failAlpha chance of a wrong fail that this one finding may spend
 * @param passAlpha the same of a wrong pass
 */
export const decideShare = (
  sample: ShareSample,
  allowance: number,
  failAlpha: number,
  passAlpha: number,
): 'pass' | 'fail' | 'inconclusive' => {
  if (sample.attempts === 0) return 'inconclusive';
  if (lowestShare(sample, failAlpha) > allowance) return 'fail';
  return highestShare(sample, passAlpha) <= allowance ? 'pass' : 'inconclusive';
};

/**
 * How many times as long the phase would have to be for the same share to be decided; null when not even a thousand times
 * would do: the share sits on its allowance.
 */
export const lengthToDecide = (
  sample: ShareSample,
  allowance: number,
  failAlpha: number,
  passAlpha: number,
): number | null => {
  const isDecided = (times: number) => {
    const longer = { ...sample, attempts: sample.attempts * times, bad: sample.bad * times };
    return decideShare(longer, allowance, failAlpha, passAlpha) !== 'inconclusive';
  };
  if (!isDecided(1000)) return null;
  let [low, high] = [1, 1000];
  while (high - low > 0.05) {
    const middle = (low + high) / 2;
    if (isDecided(middle)) high = middle;
    else low = middle;
  }
  return high;
};
