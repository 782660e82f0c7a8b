import { tQuantile } from '../statistics/binomial-bounds.ts';

/** A shift from one set of runs to another, and how far runs differ by themselves. */
export interface Shift {
  readonly mean: number;
  /** Standard error of the mean, from the spread between runs. */
  readonly error: number;
  readonly degreesOfFreedom: number;
  /** Standard deviation between runs of one set. */
  readonly spread: number;
}

const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

const squares = (values: readonly number[]): number => {
  const mean = meanOf(values);
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
};

/** Runs in pairs, one after the other: what changes slowly on the machine cancels out. Paired t statistics; null below two pairs. */
export const pairedShift = (before: readonly number[], after: readonly number[]): Shift | null => {
  const differences = after.map((value, index) => value - (before[index] ?? NaN));
  const pairs = differences.length;
  if (pairs < 2) return null;
  const deviation = Math.sqrt(squares(differences) / (pairs - 1));
  return {
    mean: meanOf(differences),
    error: deviation / Math.sqrt(pairs),
    degreesOfFreedom: pairs - 1,
    spread: deviation / Math.SQRT2,
  };
};

/** Two groups of runs. Pooled two-sample t statistics, so that one run can be held against several; null where no spread can be known. */
export const groupShift = (before: readonly number[], after: readonly number[]): Shift | null => {
  const degreesOfFreedom = before.length + after.length - 2;
  if (before.length === 0 || after.length === 0 || degreesOfFreedom < 1) return null;
  const spread = Math.sqrt((squares(before) + squares(after)) / degreesOfFreedom);
  return {
    mean: meanOf(after) - meanOf(before),
    error: spread * Math.sqrt(1 / before.length + 1 / after.length),
    degreesOfFreedom,
    spread,
  };
};

/** One-sided bounds of the true shift: below it, and above it, with a chance of `alpha` each. */
export const boundsOf = ({ mean, error, degreesOfFreedom }: Shift, alpha: number): { low: number; high: number } => {
  // Runs that agree to the last digit know their shift; 0 × a quantile that may be infinite would not.
  const reach = error === 0 ? 0 : tQuantile(1 - alpha, degreesOfFreedom) * error;
  return { low: mean - reach, high: mean + reach };
};
