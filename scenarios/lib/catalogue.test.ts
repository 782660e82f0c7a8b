import { expect, it } from 'vitest';
import { popularityOf } from './catalogue.ts';
import { randomOf } from './random.ts';

const shareOfFirst = (count: number, doorbusters: number, doorbusterShare: number): number => {
  const popularity = popularityOf({ products: 10_000, doorbusters }, { exponent: 1, doorbusterShare });
  const random = randomOf(9);
  return Array.from({ length: 20_000 }, () => popularity(random)).filter((rank) => rank <= count).length / 20_000;
};

it('sends shoppers to the doorbusters beyond what Zipf gives them', () => {
  // Harmonic numbers: H(20) / H(10,000) = 3.598 / 9.788.
  const byZipf = 3.598 / 9.788;
  expect(shareOfFirst(20, 20, 0)).toBeCloseTo(byZipf, 1);
  expect(shareOfFirst(20, 20, 0.5)).toBeCloseTo(0.5 + 0.5 * byZipf, 1);
});

it('knows a shop without doorbusters', () => {
  expect(shareOfFirst(10_000, 0, 0.5)).toBe(1);
});

it('sends shoppers of a catalogue of 1.8 million to its doorbusters, and to no rank that does not exist', () => {
  const products = 1_800_000;
  const popularity = popularityOf({ products, doorbusters: 20 }, { exponent: 1, doorbusterShare: 0.15 });
  const random = randomOf(12);
  const draws = 100_000;
  const ranks = Array.from({ length: draws }, () => popularity(random));
  expect(ranks.every((rank) => Number.isInteger(rank) && rank >= 1 && rank <= products)).toBe(true);
  // H(20) = 3.5977, H(1.8 million) = 14.9806; 0.15 more go straight there.
  const expected = 0.15 + (0.85 * 3.5977) / 14.9806;
  const share = ranks.filter((rank) => rank <= 20).length / draws;
  expect(Math.abs(share - expected)).toBeLessThan(4 * Math.sqrt((expected * (1 - expected)) / draws));
});

it('sends half of those who go straight to a doorbuster to the hottest', () => {
  const popularity = popularityOf({ products: 10_000, doorbusters: 20 }, { exponent: 1, doorbusterShare: 1 });
  const random = randomOf(5);
  const first = Array.from({ length: 10_000 }, () => popularity(random)).filter((rank) => rank === 1).length;
  // 0.5, and 1 in 20 of the others.
  expect(first / 10_000).toBeCloseTo(0.525, 1);
});
