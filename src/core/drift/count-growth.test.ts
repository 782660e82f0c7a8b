import { describe, expect, it } from 'vitest';
import { seededDraws } from '../testing/random-draws.ts';
import { climbs, countGrowth, growthRateBounds } from './count-growth.ts';

const series = (...values: readonly number[]) => values.map((value, at) => ({ atSeconds: at * 10, value, life: 1 }));

describe('countGrowth', () => {
  it('counts moves within a life, and what they come to', () => {
    expect(countGrowth(series(1, 1, 3, 2, 2, 5))).toEqual({ ups: 2, downs: 1, growth: 4, spanSeconds: 50 });
    const [one, other] = [series(4, 5), series(0, 1, 2)];
    expect(countGrowth([...one, ...other.map((point) => ({ ...point, life: 2 }))])).toEqual({
      ups: 3,
      downs: 0,
      growth: 3,
      spanSeconds: 30,
    });
    expect(countGrowth([])).toEqual({ ups: 0, downs: 0, growth: 0, spanSeconds: 0 });
  });
});

describe('climbs', () => {
  it('needs so many ups without a down as chance has no part in', () => {
    // 1/2 to the power of 10 is 0.00098.
    expect(climbs({ ups: 10, downs: 0, growth: 10, spanSeconds: 1 }, 0.001)).toBe(true);
    expect(climbs({ ups: 9, downs: 0, growth: 9, spanSeconds: 1 }, 0.001)).toBe(false);
    expect(climbs({ ups: 0, downs: 0, growth: 0, spanSeconds: 1 }, 0.5)).toBe(false);
  });

  it('takes counts that go nowhere for climbing at most as often as it says, whether they wander or come and go', () => {
    const draws = seededDraws(8);
    const wander = () => {
      let value = 50;
      return series(...Array.from({ length: 100 }, () => (value += draws.uniform() < 0.5 ? 1 : -1)));
    };
    const comeAndGo = () => series(...Array.from({ length: 100 }, () => draws.poisson(0.3)));
    const share = (draw: () => ReturnType<typeof series>) =>
      Array.from({ length: 2_000 }, () => climbs(countGrowth(draw()), 0.01)).filter(Boolean).length / 2_000;
    expect(share(wander)).toBeLessThan(0.017);
    expect(share(comeAndGo)).toBe(0);
  });
});

describe('growthRateBounds', () => {
  it('holds the rate of a leak as often as it says', () => {
    const draws = seededDraws(9);
    let held = 0;
    for (let round = 0; round < 500; round += 1) {
      let value = 0;
      const leak = series(...Array.from({ length: 101 }, () => (value += draws.poisson(0.1))));
      const [low, high] = growthRateBounds(countGrowth(leak), 0.05);
      if (low <= 0.01 && 0.01 <= high) held += 1;
    }
    expect(held / 500).toBeGreaterThan(0.86);
  });
});
