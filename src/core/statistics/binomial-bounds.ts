import jstat from 'jstat';

const { beta, studentt, normal } = jstat.jStat;

/**
 * One-sided Clopper–Pearson bound (1934) from below on a share: the smallest share that would still show `bad` of
 * `attempts` with probability `alpha`. Counts need not be whole: effective counts are real numbers.
 */
export const lowerShareBound = (bad: number, attempts: number, alpha: number): number => {
  if (attempts <= 0 || bad <= 0) return 0;
  return beta.inv(alpha, bad, attempts - bad + 1);
};

/** The same from above. Without attempts nothing is known: 1. */
export const upperShareBound = (bad: number, attempts: number, alpha: number): number => {
  if (attempts <= 0 || bad >= attempts) return 1;
  return beta.inv(1 - alpha, bad + 1, attempts - bad);
};

/** Quantile of the standard normal distribution. */
export const normalQuantile = (probability: number): number => normal.inv(probability, 0, 1);

/** Quantile of Student's t distribution. */
export const tQuantile = (probability: number, degreesOfFreedom: number): number =>
  studentt.inv(probability, degreesOfFreedom);
