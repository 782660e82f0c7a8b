import { describe, expect, it } from 'vitest';
import { seededDraws } from '../../src/core/testing/random-draws.ts';
import { robustSlope } from './slope.ts';

const line = (points: number) => Array.from({ length: points }, (_, index) => index / 100);

/** A line with errors that are a first-order autoregression of variance 1. */
const wanderingLine = (seed: number, slope: number, memory: number, x: readonly number[]): number[] => {
  const draws = seededDraws(seed);
  let error = draws.normal();
  return x.map((value) => {
    error = memory * error + Math.sqrt(1 - memory ** 2) * draws.normal();
    return slope * value + error;
  });
};

/** Share of 400 series whose interval holds the true slope. */
const coverage = (memory: number): number => {
  const x = line(200);
  const held = Array.from({ length: 400 }, (_, seed) => robustSlope(x, wanderingLine(seed + 1, 3, memory, x))).filter(
    ({ low, high }) => low <= 3 && high >= 3,
  );
  return held.length / 400;
};

describe('robustSlope', () => {
  it('is exact on a straight line', () => {
    const x = line(50);
    const fit = robustSlope(
      x,
      x.map((value) => 7 - 2 * value),
    );
    expect(fit.slope).toBeCloseTo(-2, 10);
    expect(fit.high - fit.low).toBeLessThan(1e-6);
  });

  it('holds the true slope about as often as it says, also when values remember one another', () => {
    expect(coverage(0)).toBeGreaterThan(0.92);
    // A textbook interval would hold it in about 46 % of these.
    expect(coverage(0.8)).toBeGreaterThan(0.88);
    expect(coverage(0.95)).toBeGreaterThan(0.75);
  });

  it('finds a leak that is larger than the noise', () => {
    const x = line(200);
    expect(robustSlope(x, wanderingLine(5, 4, 0.8, x)).low).toBeGreaterThan(0);
  });

  it('refuses too few points', () => {
    expect(() => robustSlope([1, 2], [1, 2])).toThrow(/10 pairs/);
  });
});
