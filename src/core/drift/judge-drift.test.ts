import { describe, expect, it } from 'vitest';
import { seededDraws } from '../testing/random-draws.ts';
import type { DriftKind, DriftPoint, DriftUnit } from '../wire/soak.ts';
import { judgeDrifts } from './judge-drift.ts';

interface Shape {
  readonly kind?: DriftKind;
  readonly unit?: DriftUnit;
  readonly points?: number;
  readonly limit?: number;
  readonly noise?: number;
}

/** A figure over two hours. @param share 0 at the start, 1 at the end. */
const figure = (value: (share: number) => number, shape: Shape = {}, seed = 3): DriftPoint[] => {
  const { kind = 'memory', unit = 'MiB', points = 120, limit = null, noise = 1 } = shape;
  const draws = seededDraws(seed);
  return Array.from({ length: points }, (_, at) => ({
    v: 1,
    atSeconds: (at * 7_200) / points,
    leg: at < points / 2 ? 1 : 2,
    life: 1,
    figure: 'it',
    kind,
    unit,
    value: value(at / points) + noise * draws.normal(),
    limit,
  }));
};

const judged = (points: readonly DriftPoint[], look: 'end' | 'underWay' = 'end') => {
  const [drift] = judgeDrifts(points, look);
  if (drift === undefined) throw new Error('nothing was judged');
  return drift;
};

describe('judgeDrifts', () => {
  it('fails a leak, with its rate and the time to the limit', () => {
    const drift = judged(figure((share) => 100 + 80 * share, { limit: 260 }));
    expect(drift.outcome).toBe('fail');
    expect(drift.perHour).toBeGreaterThan(36);
    expect(drift.perHour).toBeLessThan(44);
    expect(drift.hoursToLimit).toBeGreaterThan(1.5);
    expect(drift.hoursToLimit).toBeLessThan(2.5);
  });

  it('passes what does not move, and what moves less than matters', () => {
    expect(judged(figure(() => 100)).outcome).toBe('pass');
    expect(judged(figure((share) => 100 + 5 * share)).outcome).toBe('pass');
    expect(judged(figure((share) => 100 - 60 * share)).outcome).toBe('pass');
  });

  it('takes a shop that warms up for what it is', () => {
    const drift = judged(figure((share) => 60 + 60 * (1 - Math.exp(-12 * share))));
    expect(drift.outcome).toBe('pass');
  });

  it('is inconclusive where the figure is too unsteady, or the points too few', () => {
    expect(judged(figure((share) => 100 + 14 * share, { noise: 60 })).outcome).toBe('inconclusive');
    const few = judged(figure(() => 100, { points: 30 }));
    expect(few).toMatchObject({ outcome: 'inconclusive' });
    expect(few.why).toContain('40 are needed');
  });

  it('has its own measure for what matters of each kind', () => {
    const errors = { kind: 'errors', unit: 'ratio', noise: 0.0005 } as const;
    expect(judged(figure((share) => 0.001 + 0.02 * share, errors)).outcome).toBe('fail');
    const pool = { kind: 'connections', unit: 'count', noise: 0.3, limit: 16 } as const;
    expect(judged(figure((share) => 12 * share, pool)).outcome).toBe('fail');
    const latency = { kind: 'latency', unit: 'ms', noise: 2 } as const;
    expect(judged(figure((share) => 20 + 8 * share, latency)).outcome).toBe('pass');
    expect(judged(figure((share) => 200 + 90 * share, latency)).outcome).toBe('fail');
  });

  it('asks for more while the soak is under way', () => {
    const slight = figure((share) => 100 + 26 * share, { noise: 8 }, 5);
    expect(judged(slight, 'end').interval[0]).toBeGreaterThan(judged(slight, 'underWay').interval[0]);
  });

  describe('connections', () => {
    const pool = { kind: 'connections', unit: 'count', noise: 0, limit: 16 } as const;
    const ofSteps = (value: (share: number) => number) => judged(figure(value, pool));

    it('fails a pool that loses one now and then, with its rate', () => {
      const draws = seededDraws(4);
      let lost = 0;
      const drift = ofSteps(() => (lost += draws.uniform() < 0.12 ? 1 : 0));
      expect(drift.outcome).toBe('fail');
      expect(drift.why).toContain('and down 0');
      // What it lost in two hours but for the first tenth, which is left out.
      expect(drift.perHour).toBeGreaterThan(lost / 2.5);
      expect(drift.perHour).toBeLessThan(lost / 1.7);
    });

    it('fails one that has none left, though it grows no more', () => {
      expect(ofSteps((share) => Math.min(16, Math.round(2 + 40 * share))).outcome).toBe('fail');
      expect(ofSteps((share) => Math.min(12, Math.round(40 * share))).outcome).not.toBe('fail');
    });

    it('leaves one alone that comes and goes, or that took a few more at one time', () => {
      expect(ofSteps((share) => Math.round(share * 1_000) % 3).outcome).toBe('pass');
      expect(ofSteps((share) => (share < 0.5 ? 2 : 6)).outcome).not.toBe('fail');
    });
  });

  it('judges nothing of nothing', () => {
    expect(judgeDrifts([], 'end')).toEqual([]);
  });
});
