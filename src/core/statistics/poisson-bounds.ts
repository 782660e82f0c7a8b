import jstat from 'jstat';

const { chisquare } = jstat.jStat;

/** One-sided bound from below on the mean of a Poisson count, wrong with probability `alpha` (Garwood 1936). */
export const lowerCountBound = (count: number, alpha: number): number =>
  count <= 0 ? 0 : chisquare.inv(alpha, 2 * count) / 2;

/** The same from above. */
export const upperCountBound = (count: number, alpha: number): number => chisquare.inv(1 - alpha, 2 * count + 2) / 2;
