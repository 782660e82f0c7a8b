import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeLatencies } from '../testing/synthetic-timeline.ts';
import { countWithin, decodeLatencyCounts, latencyAtRankMs, mergeLatencyCounts, quantileMs } from './latency-counts.ts';

const countsOf = (latenciesMs: readonly number[]) => decodeLatencyCounts(encodeLatencies(latenciesMs));
const samples = fc.array(fc.integer({ min: 1, max: 60_000 }), { maxLength: 40 });
const plain = (counts: ReturnType<typeof countsOf>) => ({
  latenciesUs: [...counts.latenciesUs],
  counts: [...counts.counts],
  total: counts.total,
});

describe('latency counts', () => {
  it('read what the engine wrote, at most 0.1 % high', () => {
    const counts = countsOf([5, 5, 100, 2000]);
    expect(counts.total).toBe(4);
    expect(latencyAtRankMs(counts, 2)).toBeCloseTo(5, 1);
    const slowest = latencyAtRankMs(counts, 4) ?? 0;
    expect(slowest).toBeGreaterThanOrEqual(2000);
    expect(slowest).toBeLessThan(2002);
    expect(latencyAtRankMs(counts, 5)).toBeNull();
  });

  it('count attempts within a limit', () => {
    const counts = countsOf([5, 5, 100, 2000]);
    expect([4, 6, 99, 101, 5000].map((limitMs) => countWithin(counts, limitMs))).toEqual([0, 2, 2, 3, 4]);
    expect(countWithin(mergeLatencyCounts([]), 100)).toBe(0);
  });

  it('put every bad attempt behind every good one', () => {
    const good = countsOf([10, 20, 30, 40]);
    expect(quantileMs(good, 0, 0.5)).toBeCloseTo(20, 0);
    expect(quantileMs(good, 4, 0.5)).toBeCloseTo(40, 0);
    expect(quantileMs(good, 5, 0.5)).toBeNull();
    expect(quantileMs(mergeLatencyCounts([]), 0, 0.5)).toBeNull();
  });

  it.each(['', 'AAAA', 'not base64 at all', encodeLatencies([5]).slice(0, -12)])('refuse %j', (text) =>
    expect(() => decodeLatencyCounts(text)).toThrow(),
  );

  it('merge to what one histogram of all attempts would hold', () =>
    fc.assert(
      fc.property(samples, samples, (a, b) => {
        expect(plain(mergeLatencyCounts([countsOf(a), countsOf(b)]))).toEqual(plain(countsOf([...a, ...b])));
      }),
      { numRuns: 50 },
    ));

  it('merge in any order and grouping', () =>
    fc.assert(
      fc.property(samples, samples, samples, (a, b, c) => {
        const [x, y, z] = [countsOf(a), countsOf(b), countsOf(c)];
        const together = plain(mergeLatencyCounts([x, y, z]));
        expect(plain(mergeLatencyCounts([z, x, y]))).toEqual(together);
        expect(plain(mergeLatencyCounts([mergeLatencyCounts([x, y]), z]))).toEqual(together);
        expect(plain(mergeLatencyCounts([x, mergeLatencyCounts([y, z])]))).toEqual(together);
      }),
      { numRuns: 30 },
    ));
});
