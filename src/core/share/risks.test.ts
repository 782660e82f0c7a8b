import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { risksAtLook } from './risks.ts';

describe('risksAtLook', () => {
  it('gives a run that is judged once the whole of both', () => {
    expect(risksAtLook(1, 1)).toEqual({ fail: 0.01, pass: 0.05 });
  });

  it('spends 0.0025 a look, and at the last what is left', () => {
    expect([1, 2, 3, 4].map((number) => risksAtLook(number, 4))).toEqual([
      { fail: 0.0025, pass: 0.0025 },
      { fail: 0.0025, pass: 0.0025 },
      { fail: 0.0025, pass: 0.0025 },
      { fail: expect.closeTo(0.0025, 10) as number, pass: expect.closeTo(0.0425, 10) as number },
    ]);
  });

  it('never spends more than a run that is judged once, however many looks', () =>
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), (looks) => {
        const all = Array.from({ length: looks }, (_, index) => risksAtLook(index + 1, looks));
        expect(all.reduce((sum, { fail }) => sum + fail, 0)).toBeCloseTo(0.01, 10);
        expect(all.reduce((sum, { pass }) => sum + pass, 0)).toBeCloseTo(0.05, 10);
        expect(Math.min(...all.map(({ fail, pass }) => Math.min(fail, pass)))).toBeGreaterThan(0);
      }),
    ));
});
