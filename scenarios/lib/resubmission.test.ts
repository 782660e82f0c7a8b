import { describe, expect, it } from 'vitest';
import { randomOf } from './random.ts';
import { resubmissionOf } from './resubmission.ts';

const drawn = (share: number, newKeyOnReload: boolean, buyers = 30_000) =>
  Array.from({ length: buyers }, (_, slot) => resubmissionOf(randomOf(3, slot), share, newKeyOnReload)).filter(
    (one) => one !== null,
  );

describe('resubmissionOf', () => {
  it('gives the share of buyers that send twice, each way a third', () => {
    const all = drawn(0.05, true);
    // 1,500 expected; its standard deviation is 38.
    expect(Math.abs(all.length - 1_500)).toBeLessThan(150);
    for (const kind of ['doubleClick', 'reload', 'timeOut'])
      expect(Math.abs(all.filter((one) => one.kind === kind).length - 500)).toBeLessThan(90);
    expect(drawn(0, true)).toEqual([]);
  });

  it('breaks off between 10 ms and 1 s, half of the time before 100 ms', () => {
    const after = drawn(1, true).flatMap((one) => (one.kind === 'timeOut' ? [one.afterMs] : []));
    expect(Math.min(...after)).toBeGreaterThanOrEqual(10);
    expect(Math.max(...after)).toBeLessThanOrEqual(1_000);
    expect(after.filter((ms) => ms < 100).length / after.length).toBeCloseTo(0.5, 1);
  });

  it('gives new keys on half of the reloads, and only where the shop has them', () => {
    const withNewKey = (newKeyOnReload: boolean) => {
      const reloads = drawn(1, newKeyOnReload).flatMap((one) => (one.kind === 'reload' ? [one.hasNewKey] : []));
      return reloads.filter(Boolean).length / reloads.length;
    };
    expect(withNewKey(true)).toBeCloseTo(0.5, 1);
    expect(withNewKey(false)).toBe(0);
  });
});
