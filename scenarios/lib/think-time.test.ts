import { describe, expect, it } from 'vitest';
import { randomOf } from './random.ts';
import { leastPauseMs, retryPause, thinkTimeMs } from './think-time.ts';

const sample = (count: number, draw: () => number): number[] =>
  Array.from({ length: count }, draw).toSorted((a, b) => a - b);

describe('thinkTimeMs', () => {
  it('has the median and the spread it was given', () => {
    const random = randomOf(5);
    const times = sample(10_001, () => thinkTimeMs(random, 4, 0.6));
    expect(times[5_000]! / 4_000).toBeCloseTo(1, 1);
    // The 84.13th percentile of a normal is one standard deviation above its mean.
    expect(Math.log(times[8_414]! / 4_000)).toBeCloseTo(0.6, 1);
  });

  it('is the median itself without spread', () => {
    expect(thinkTimeMs(randomOf(5), 4, 0)).toBe(4_000);
  });

  it('never goes below the least pause', () => {
    const random = randomOf(5);
    expect(sample(1_000, () => thinkTimeMs(random, 0.001, 3))[0]).toBe(leastPauseMs);
  });
});

it('waits one to five seconds before a second try', () => {
  const random = randomOf(6);
  const pauses = sample(1_000, () => retryPause(random));
  expect(pauses[0]).toBeGreaterThanOrEqual(1_000);
  expect(pauses.at(-1)).toBeLessThanOrEqual(5_000);
  expect(pauses.at(-1)! - pauses[0]!).toBeGreaterThan(3_000);
});
