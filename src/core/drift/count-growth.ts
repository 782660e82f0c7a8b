import { lowerShareBound } from '../statistics/binomial-bounds.ts';
import { lowerCountBound, upperCountBound } from '../statistics/poisson-bounds.ts';
import type { TrendPoint } from './fit-trend.ts';

/** How a count went up and down from one stretch to the next, as a leak of single things makes it go. */
export interface CountGrowth {
  /** Stretches in which it was more than in the one before, and less. */
  readonly ups: number;
  readonly downs: number;
  /** The last value less the first, of each life, in all. */
  readonly growth: number;
  readonly spanSeconds: number;
}

/**
 * Counts the moves of a figure within each life of the shop.
 * @param points in order of time
 */
export const countGrowth = (points: readonly TrendPoint[]): CountGrowth => {
  const pairs = points.flatMap((point, index) => {
    const before = points[index - 1];
    return before?.life === point.life
      ? [{ by: point.value - before.value, seconds: point.atSeconds - before.atSeconds }]
      : [];
  });
  return {
    ups: pairs.filter(({ by }) => by > 0).length,
    downs: pairs.filter(({ by }) => by < 0).length,
    growth: pairs.reduce((sum, { by }) => sum + by, 0),
    spanSeconds: pairs.reduce((sum, { seconds }) => sum + seconds, 0),
  };
};

/**
 * Whether a count climbs: more of its moves are ups than chance would have with probability `alpha` in one that goes nowhere, where up and down
 * are alike (sign test of first differences, Moore & Wallis 1943). A jump is one move, however high it is.
 */
export const climbs = ({ ups, downs }: CountGrowth, alpha: number): boolean =>
  lowerShareBound(ups, ups + downs, alpha) > 0.5;

/** Bounds on how much it grows a second, each wrong with probability `alpha`: those of its ups as a Poisson count (Garwood 1936). */
export const growthRateBounds = (
  { ups, downs, growth, spanSeconds }: CountGrowth,
  alpha: number,
): readonly [number, number] => {
  const perMove = growth / (ups - downs) / spanSeconds;
  return [perMove * (lowerCountBound(ups, alpha) - downs), perMove * (upperCountBound(ups, alpha) - downs)];
};
