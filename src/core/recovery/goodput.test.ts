import { describe, expect, it } from 'vitest';
import { seededDraws } from '../testing/random-draws.ts';
import { goodputBaseline, isGoodputBack } from './goodput.ts';

/** A hundred virtual users, or a hundred sessions a second. */
const demand = (fromSeconds: number, toSeconds: number) => 100 * (toSeconds - fromSeconds);
const steady = { fromSeconds: 0, toSeconds: 120 };
const good = (perSecond: (second: number) => number) =>
  Float64Array.from({ length: 300 }, (_, second) => perSecond(second));

describe('goodput', () => {
  it('learns the rate per unit of planned demand', () =>
    expect(
      goodputBaseline(
        good(() => 50),
        demand,
        steady,
      ),
    ).toEqual({ perDemand: 0.5, dispersion: 1 }));

  it('learns how widely it is spread', () => {
    const draws = seededDraws(3);
    const calm = goodputBaseline(
      good(() => draws.poisson(50)),
      demand,
      steady,
    );
    const swinging = goodputBaseline(
      good((second) => (Math.floor(second / 10) % 2 === 0 ? 40 : 60)),
      demand,
      steady,
    );
    expect(calm?.dispersion).toBeLessThan(3);
    expect(swinging?.dispersion).toBeGreaterThan(10);
  });

  it.each([
    ['no steady phase', undefined, 50],
    ['a steady phase shorter than 30 s', { fromSeconds: 0, toSeconds: 29 }, 50],
    ['a steady phase without a good attempt', steady, 0],
  ])('knows nothing from %s', (_, phase, perSecond) =>
    expect(
      goodputBaseline(
        good(() => perSecond),
        demand,
        phase,
      ),
    ).toBeNull(),
  );

  it('is back at 95 % of what the plan lets expect, less chance', () => {
    const baseline = { perDemand: 0.5, dispersion: 1 };
    // E = 500 in 10 s: 0.95 E − 2.33 √E = 422.9
    expect(
      isGoodputBack(
        good(() => 42.4),
        demand,
        baseline,
        200,
      ),
    ).toBe(true);
    expect(
      isGoodputBack(
        good(() => 42.2),
        demand,
        baseline,
        200,
      ),
    ).toBe(false);
    expect(
      isGoodputBack(
        good(() => 0),
        demand,
        baseline,
        200,
      ),
    ).toBe(false);
  });
});
