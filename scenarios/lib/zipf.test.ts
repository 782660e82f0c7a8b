import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomOf } from './random.ts';
import { zipf } from './zipf.ts';

/** Pearson's χ² of draws against the exact probabilities, over its degrees of freedom. */
const misfit = (items: number, exponent: number, draws: number): number => {
  const popularity = zipf(items, exponent);
  const random = randomOf(11, items);
  const counts = Array.from({ length: items }, () => 0);
  for (let i = 0; i < draws; i += 1) counts[popularity(random) - 1]! += 1;
  const weights = counts.map((_, index) => (index + 1) ** -exponent);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const chiSquare = counts.reduce((sum, count, index) => {
    const expected = (weights[index]! / total) * draws;
    return sum + (count - expected) ** 2 / expected;
  }, 0);
  return chiSquare / (items - 1);
};

describe('zipf', () => {
  it.each([0.6, 1, 1.4])('draws ranks in proportion to k^−%s', (exponent) => {
    // χ² over 29 degrees of freedom exceeds 2.2 times its mean once in 10,000.
    expect(misfit(30, exponent, 60_000)).toBeLessThan(2.2);
  });

  it('would see a wrong exponent', () => {
    const popularity = zipf(30, 1.1);
    const random = randomOf(11, 30);
    const ones = Array.from({ length: 60_000 }, () => popularity(random)).filter((rank) => rank === 1).length;
    const harmonic = Array.from({ length: 30 }, (_, index) => 1 / (index + 1)).reduce((sum, weight) => sum + weight, 0);
    expect(ones / 60_000).toBeGreaterThan(1 / harmonic + 0.02);
  });

  it('stays within 1 … n', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 2_000_000 }),
        fc.double({ min: 0.1, max: 3, noNaN: true }),
        fc.nat(),
        (n, s, seed) => {
          const rank = zipf(n, s)(randomOf(seed));
          expect(Number.isInteger(rank) && rank >= 1 && rank <= n).toBe(true);
        },
      ),
    );
  });

  it("draws the head of the platform's 1.8 million products as the law has it", () => {
    const items = 1_800_000;
    const draws = 200_000;
    const popularity = zipf(items, 1);
    const random = randomOf(3);
    const counts = new Map<number, number>();
    for (let draw = 0; draw < draws; draw += 1) {
      const rank = popularity(random);
      if (rank < 1 || rank > items) throw new Error(`rank ${rank} does not exist`);
      counts.set(rank, (counts.get(rank) ?? 0) + 1);
    }
    // H(n) = ln n + γ + 1/2n, exact to 1/12n².
    const harmonic = Math.log(items) + 0.5772156649 + 1 / (2 * items);
    for (const rank of [1, 2, 3, 10, 50]) {
      const expected = draws / (rank * harmonic);
      expect(Math.abs((counts.get(rank) ?? 0) - expected), `rank ${rank}`).toBeLessThan(4 * Math.sqrt(expected));
    }
    const below = [...counts].filter(([rank]) => rank > 1_000).reduce((sum, [, count]) => sum + count, 0);
    const tail = 1 - (Math.log(1_000) + 0.5772156649 + 1 / 2_000) / harmonic;
    expect(below / draws).toBeCloseTo(tail, 2);
  });

  it('takes as many tries among 1.8 million as among ten, and no table', () => {
    const triesOf = (items: number, draws: number): number => {
      let tries = 0;
      const random = randomOf(5);
      const counting = { ...random, unit: () => ((tries += 1), random.unit()) };
      const popularity = zipf(items, 1);
      for (let draw = 0; draw < draws; draw += 1) popularity(counting);
      return tries / draws;
    };
    expect(triesOf(10, 20_000)).toBeLessThan(1.15);
    expect(triesOf(1_800_000, 20_000)).toBeLessThan(1.15);
    // Tables of 1.8 million weights would take minutes for these.
    for (let made = 0; made < 10_000; made += 1) zipf(1_800_000, 1);
  });

  it('refuses what has no distribution', () => {
    expect(() => zipf(0, 1)).toThrow(RangeError);
    expect(() => zipf(10, 0)).toThrow(RangeError);
  });
});
