/** Length over which goodput is compared with what the steady phase lets expect. */
export const goodputSeconds = 10;
const leastSteadyBlocks = 3;
const slack = 0.95;
/** One-sided 99 %. */
const deviations = 2.33;

/**
 * What the shop is asked for by plan in a stretch of the run: virtual user seconds in the closed model, sessions in the open one.
 * Goodput is expected in proportion to it.
 */
export type PlannedDemand = (fromSeconds: number, toSeconds: number) => number;

/** What the run's steady phase says about its goodput, all steps together. */
export interface GoodputBaseline {
  /** Good attempts per planned virtual user and second, or per planned session. */
  readonly perDemand: number;
  /** Variance over mean of the counts of 10 s, at least 1. */
  readonly dispersion: number;
}

/**
 * Learns the baseline from the steady phase. Null when it is shorter than three blocks of 10 s, or nothing was good in it.
 * @param good good attempts by second from T0, all steps
 */
export const goodputBaseline = (
  good: Float64Array,
  demand: PlannedDemand,
  steady: { readonly fromSeconds: number; readonly toSeconds: number } | undefined,
): GoodputBaseline | null => {
  if (steady === undefined) return null;
  const blocks = Math.floor((steady.toSeconds - steady.fromSeconds) / goodputSeconds);
  if (blocks < leastSteadyBlocks) return null;
  const starts = Array.from({ length: blocks }, (_, index) => steady.fromSeconds + index * goodputSeconds);
  const observed = starts.map((start) => sumFrom(good, start));
  const demanded = starts.map((start) => demand(start, start + goodputSeconds));
  const total = observed.reduce((sum, count) => sum + count, 0);
  const perDemand = total / demanded.reduce((sum, area) => sum + area, 0);
  if (!(perDemand > 0) || !Number.isFinite(perDemand)) return null;
  const squares = observed.reduce((sum, count, index) => {
    const expected = perDemand * (demanded[index] ?? 0);
    return expected > 0 ? sum + (count - expected) ** 2 / expected : sum;
  }, 0);
  return { perDemand, dispersion: Math.max(1, squares / (blocks - 1)) };
};

const sumFrom = (good: Float64Array, fromSecond: number): number => {
  let sum = 0;
  for (let second = fromSecond; second < fromSecond + goodputSeconds; second++) sum += good[second] ?? 0;
  return sum;
};

/** Whether the 10 s from `fromSecond` brought as much as expected: G ≥ 0.95 E − 2.33 √(φE) (DESIGN §6). */
export const isGoodputBack = (
  good: Float64Array,
  demand: PlannedDemand,
  { perDemand, dispersion }: GoodputBaseline,
  fromSecond: number,
): boolean => {
  const expected = perDemand * demand(fromSecond, fromSecond + goodputSeconds);
  return sumFrom(good, fromSecond) >= slack * expected - deviations * Math.sqrt(dispersion * expected);
};
