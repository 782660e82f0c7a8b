import { expect, it } from 'vitest';
import { exactQuantile, median } from './quantiles.ts';

it('takes the order statistic of rank ⌈q·n⌉', () => {
  const values = Array.from({ length: 20 }, (_, index) => 20 - index);
  expect([0.5, 0.95, 0.99].map((quantile) => exactQuantile(values, quantile))).toEqual([10, 19, 20]);
});

it('has the middle as the median', () => {
  expect([median([3, 1, 2]), median([4, 1, 2, 3])]).toEqual([2, 2.5]);
  expect(median([])).toBeNaN();
});
