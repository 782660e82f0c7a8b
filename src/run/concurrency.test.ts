import { describe, expect, it } from 'vitest';
import { meanPaceSeconds, meanSessionSeconds, virtualUsersAtMost } from './concurrency.ts';

const pace = { thinkTimeMedianSeconds: 10, thinkTimeSigma: 0, patienceSeconds: 20 };

describe('how many shoppers an open load has', () => {
  it('a session lasts as long as its pauses', () => {
    expect(meanPaceSeconds({ ...pace, thinkTimeSigma: 1 })).toBeCloseTo(10 * Math.exp(0.5));
    expect(meanSessionSeconds(pace, 4)).toBe(40);
  });

  it('is at most arrivals × the longest stay, and four deviations of a Poisson count', () => {
    // 100 a second stay 4 × (10 + 20) s: 12,000, and 4 √12,000.
    expect(virtualUsersAtMost(100, pace, 4)).toBe(12_439);
    expect(virtualUsersAtMost(0.01, pace, 1)).toBe(3);
  });

  it('is never below what Little’s law expects of a quick shop', () => {
    for (const rate of [0.01, 1, 40, 1_000])
      expect(virtualUsersAtMost(rate, pace, 4)).toBeGreaterThan(rate * meanSessionSeconds(pace, 4));
  });
});
