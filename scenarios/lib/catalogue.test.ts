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
