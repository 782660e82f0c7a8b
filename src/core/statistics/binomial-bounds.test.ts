import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lowerShareBound, normalQuantile, tQuantile, upperShareBound } from './binomial-bounds.ts';

// Reference values: scipy 1.x, scipy.stats.beta.ppf, t.ppf and norm.ppf.
describe('bounds on a share', () => {
  it.each([
    [15, 100, 0.001, 0.06048609257490383],
    [5, 100, 0.01, 0.012968921327023254],
    [500, 10_000, 0.000833, 0.04341026965813839],
    [50_000, 1_000_000, 0.001, 0.049329015612909],
    [7, 30, 0.0005, 0.04886625018820223],
    [0.4, 20.1, 0.001, 1.149384291169965e-9],
  ])('at least: %d bad of %d at %d', (bad, attempts, alpha, expected) =>
    expect(lowerShareBound(bad, attempts, alpha) / expected).toBeCloseTo(1, 5),
  );

  it.each([
    [0, 60, 0.05, 0.04870291331009749],
    [5, 100, 0.05, 0.1022533776432745],
    [500, 10_000, 0.05, 0.05373317819066032],
    [50_000, 1_000_000, 0.05, 0.05035995136217609],
    [2.3, 47.5, 0.05, 0.13541416277716636],
  ])('at most: %d bad of %d at %d', (bad, attempts, alpha, expected) =>
    expect(upperShareBound(bad, attempts, alpha) / expected).toBeCloseTo(1, 5),
  );

  it('knows nothing without attempts', () => {
    expect([lowerShareBound(0, 0, 0.05), upperShareBound(0, 0, 0.05)]).toEqual([0, 1]);
    expect([lowerShareBound(7, 7, 0.05) > 0.6, upperShareBound(7, 7, 0.05)]).toEqual([true, 1]);
  });

  it('encloses the observed share, and narrows with more attempts', () =>
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), fc.double({ min: 0, max: 1, noNaN: true }), (attempts, part) => {
        const bad = Math.round(attempts * part);
        const low = lowerShareBound(bad, attempts, 0.01);
        const high = upperShareBound(bad, attempts, 0.01);
        expect(low).toBeLessThanOrEqual(bad / attempts);
        expect(high).toBeGreaterThanOrEqual(bad / attempts);
        expect(upperShareBound(bad * 4, attempts * 4, 0.01)).toBeLessThanOrEqual(high + 1e-9);
      }),
    ));

  it('has the quantiles of the tables', () => {
    expect(tQuantile(0.95, 7)).toBeCloseTo(1.8945786, 6);
    expect(tQuantile(0.9999, 7)).toBeCloseTo(7.0634328, 5);
    expect(normalQuantile(0.99)).toBeCloseTo(2.3263479, 6);
  });
});
