import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { boundsOf, groupShift, pairedShift } from './shift.ts';

const values = fc.array(fc.double({ min: -10, max: 10, noNaN: true }), { minLength: 2, maxLength: 12 });

describe('pairedShift', () => {
  it('agrees with a t test worked by hand', () => {
    // Differences 1, 2, 3: mean 2, deviation 1, error 1/√3.
    const shift = pairedShift([1, 1, 1], [2, 3, 4]);
    expect(shift).toMatchObject({ mean: 2, degreesOfFreedom: 2 });
    expect(shift?.error).toBeCloseTo(1 / Math.sqrt(3), 12);
    // t(0.95; 2) = 2.91999.
    expect(boundsOf(shift!, 0.05).low).toBeCloseTo(2 - 2.91999 / Math.sqrt(3), 4);
  });

  it('knows nothing of one pair', () => expect(pairedShift([1], [2])).toBeNull());

  it('cancels out what both runs of a pair have in common', () =>
    fc.assert(
      fc.property(values, (common) => {
        const shift = pairedShift(
          common,
          common.map((value) => value + 1),
        );
        expect(shift?.mean).toBeCloseTo(1, 9);
        expect(shift?.error).toBeCloseTo(0, 9);
      }),
    ));
});

describe('groupShift', () => {
  it('holds one run against several', () => {
    // Spread of 1, 2, 3 is 1; error √(1/3 + 1).
    const shift = groupShift([1, 2, 3], [6]);
    expect(shift).toMatchObject({ mean: 4, degreesOfFreedom: 2, spread: 1 });
    expect(shift?.error).toBeCloseTo(Math.sqrt(4 / 3), 12);
  });

  it('knows nothing of one run against another', () => expect(groupShift([1], [2])).toBeNull());

  it('turns round when its sides change places', () =>
    fc.assert(
      fc.property(values, values, (before, after) => {
        const [there, back] = [groupShift(before, after), groupShift(after, before)];
        expect(there?.mean).toBeCloseTo(-(back?.mean ?? NaN), 9);
        expect(there?.error).toBeCloseTo(back?.error ?? NaN, 9);
      }),
    ));
});

it('bounds of runs that all agree are their shift', () =>
  expect(boundsOf({ mean: 0.3, error: 0, degreesOfFreedom: 1, spread: 0 }, 0.001)).toEqual({ low: 0.3, high: 0.3 }));
