import { describe, expect, it } from 'vitest';
import { deviationsFromCurve } from './curve-deviation.ts';

const curve = [
  { atSeconds: 0, virtualUsers: 0 },
  { atSeconds: 4, virtualUsers: 100 },
  { atSeconds: 8, virtualUsers: 100 },
  { atSeconds: 8, virtualUsers: 200 },
  { atSeconds: 12, virtualUsers: 200 },
  { atSeconds: 14, virtualUsers: 0 },
];

describe('deviationsFromCurve', () => {
  it('is a share of what was planned, and nothing near jumps and near nobody', () => {
    const achieved = [25, 50, 74, 100, 100, 100, 100, 150, 200, 190, 200, 200, 100, 0, 0];
    const deviations = deviationsFromCurve(curve, achieved);
    expect(deviations.map(({ atSeconds }) => atSeconds)).toEqual([1, 2, 3, 4, 5, 6, 10, 11, 12, 13]);
    expect(deviations.filter(({ ratio }) => ratio > 0)).toEqual([
      { atSeconds: 3, planned: 75, achieved: 74, ratio: 1 / 75 },
      { atSeconds: 10, planned: 200, achieved: 190, ratio: 0.05 },
    ]);
  });

  it('leaves out the end of a curve that ends with users', () => {
    const held = [
      { atSeconds: 0, virtualUsers: 10 },
      { atSeconds: 5, virtualUsers: 10 },
    ];
    const seconds = deviationsFromCurve(held, [10, 10, 10, 10, 0, 0]).map(({ atSeconds }) => atSeconds);
    expect(seconds).toEqual([2, 3]);
  });
});
