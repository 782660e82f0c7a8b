import { cutBatches, leastBatches, type Stretch } from '../share/good-share.ts';
import { tQuantile } from '../statistics/binomial-bounds.ts';

/** Events by second from T0, and what they are counted per: seconds, or sessions begun. */
export interface RateCounts {
  readonly events: (fromSecond: number, toSecond: number) => number;
  readonly per: (fromSecond: number, toSecond: number) => number;
}

/** Events for each unit of what they are counted per. */
export interface RateEstimate {
  readonly events: number;
  readonly per: number;
  /** Events ÷ per; 0 where nothing was counted. */
  readonly rate: number;
  /** Standard error of the rate. */
  readonly error: number;
  readonly batches: number;
}

/**
 * Estimates a rate over stretches by batch means, with the ratio estimator's variance (Cochran, Sampling Techniques, §6.4), at
 * least that of independent events: neighbouring seconds rise and fall together, so that seconds are no samples.
 */
export const estimateRate = (counts: RateCounts, stretches: readonly Stretch[]): RateEstimate => {
  const total = (count: RateCounts['events']) =>
    stretches.reduce((sum, { fromSeconds, toSeconds }) => sum + count(fromSeconds, toSeconds), 0);
  const events = total(counts.events);
  const per = total(counts.per);
  const batches = cutBatches(stretches);
  if (per === 0) return { events, per, rate: 0, error: 0, batches: batches.length };
  const rate = events / per;
  const squares = batches.reduce((sum, { fromSeconds, toSeconds }) => {
    const off = counts.events(fromSeconds, toSeconds) - rate * counts.per(fromSeconds, toSeconds);
    return sum + off ** 2;
  }, 0);
  const betweenBatches = batches.length > 1 ? (batches.length / (batches.length - 1)) * squares : 0;
  return { events, per, rate, error: Math.sqrt(Math.max(betweenBatches, events)) / per, batches: batches.length };
};

/** One-sided bound from below at `alpha`, by Student's t with one degree of freedom fewer than batches. */
export const lowestRate = (estimate: RateEstimate, alpha: number): number =>
  Math.max(0, estimate.rate - deviations(estimate, alpha) * estimate.error);

/** The same from above. Without a single event, the exact bound of a Poisson count of 0: −ln α. */
export const highestRate = (estimate: RateEstimate, alpha: number): number =>
  estimate.events === 0
    ? -Math.log(alpha) / estimate.per
    : estimate.rate + deviations(estimate, alpha) * estimate.error;

const deviations = ({ batches }: RateEstimate, alpha: number): number => tQuantile(1 - alpha, Math.max(1, batches - 1));

/** Whether there are batches enough to know how far neighbouring seconds move together. */
export const isLongEnough = ({ batches }: RateEstimate): boolean => batches >= leastBatches;
