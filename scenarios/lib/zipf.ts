import type { Random } from './random.ts';

/** Draws a rank, 1 the most popular. */
export type Popularity = (random: Random) => number;

/**
 * Zipf popularity: rank k of n is drawn with a probability in proportion to k^−s, in constant time and memory.
 *
 * Rejection-inversion: W. Hörmann and G. Derflinger, "Rejection-inversion to generate variates from monotone discrete
 * distributions", ACM TOMACS 6 (1996). A point under the curve x^−s is drawn by inverting its integral H, and rounded to a
 * rank; it is kept when it lies within the bar of that rank, which needs fewer than 1.1 tries on average.
 *
 * @param items n ≥ 1. @param exponent s > 0; about 1 for shops.
 */
export const zipf = (items: number, exponent: number): Popularity => {
  if (!Number.isInteger(items) || items < 1 || !(exponent > 0))
    throw new RangeError(`Zipf needs at least one item and an exponent above 0, not ${items} and ${exponent}`);
  const slope = 1 - exponent;
  const isHarmonic = Math.abs(slope) < 1e-9;
  const bar = (rank: number): number => Math.exp(-exponent * Math.log(rank));
  const integral = (x: number): number => (isHarmonic ? Math.log(x) : Math.expm1(slope * Math.log(x)) / slope);
  const inverse = (area: number): number =>
    isHarmonic ? Math.exp(area) : Math.exp(Math.log1p(Math.max(-1, slope * area)) / slope);

  // The first bar is cut so that no point of it is ever rejected.
  const lowest = integral(1.5) - 1;
  const highest = integral(items + 0.5);
  const surelyKept = 2 - inverse(integral(2.5) - bar(2));

  return (random) => {
    for (;;) {
      const area = highest + random.unit() * (lowest - highest);
      const x = inverse(area);
      const rank = Math.min(items, Math.max(1, Math.round(x)));
      if (rank - x <= surelyKept || area >= integral(rank + 0.5) - bar(rank)) return rank;
    }
  };
};
