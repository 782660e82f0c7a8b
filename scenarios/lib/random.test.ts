import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { randomOf } from './random.ts';

const draws = (...path: [number, ...number[]]): number[] => {
  const random = randomOf(...path);
  return Array.from({ length: 8 }, () => random.unit());
};

describe('randomOf', () => {
  it('gives the same numbers for the same place', () => {
    expect(draws(42, 7, 1)).toEqual(draws(42, 7, 1));
  });

  it('gives other numbers for another place', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(), { minLength: 1, maxLength: 4 }),
        fc.nat(3),
        fc.integer({ min: 1, max: 9 }),
        (path, at, by) => {
          const other = path.with(at % path.length, path[at % path.length]! + by);
          expect(draws(...(other as [number]))).not.toEqual(draws(...(path as [number])));
        },
      ),
    );
  });

  it('tells seeds beyond 32 bits apart', () => {
    expect(draws(2 ** 32 + 5)).not.toEqual(draws(5));
  });

  it('has neighbouring slots start apart', () => {
    const firsts = Array.from({ length: 20_000 }, (_, slot) => randomOf(1, slot).unit());
    expect(new Set(firsts).size).toBe(20_000);
    const mean = firsts.reduce((sum, value) => sum + value, 0) / firsts.length;
    expect(Math.abs(mean - 0.5)).toBeLessThan(4 * Math.sqrt(1 / 12 / 20_000));
  });

  it('draws standard normals', () => {
    const random = randomOf(3);
    const values = Array.from({ length: 20_000 }, () => random.normal());
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
    expect(Math.abs(mean)).toBeLessThan(0.03);
    expect(variance).toBeGreaterThan(0.95);
    expect(variance).toBeLessThan(1.05);
  });

  it('says that an empty list has nothing to pick', () => {
    expect(() => randomOf(1).pick([])).toThrow('empty');
  });
});
