import { describe, expect, it } from 'vitest';
import { judge } from '../judge.ts';
import { healthyRun, syntheticRun } from '../testing/synthetic-run.ts';
import type { ResourceLine } from '../wire/resources.ts';
import { distilLeg } from './distil-leg.ts';

const judgement = judge(syntheticRun(healthyRun));
const resources: ResourceLine[] = Array.from({ length: 84 }, (_, index) => ({
  v: 1,
  offsetSeconds: index * 5,
  resources: [
    { name: 'heap', kind: 'memory', value: 80 + (index % 4), unit: 'MiB', limit: null },
    { name: 'loop', kind: 'processor', value: index % 2, unit: 'ratio', limit: 1 },
  ],
}));
const place = { leg: 2, life: 1, startedAtSeconds: 1_000, bucketSeconds: 20 };
const points = distilLeg(judgement, resources, place);

describe('distilLeg', () => {
  it('has latency of each step, failed steps and what the shop used, on the axis of the soak', () => {
    expect(new Set(points.map(({ figure }) => figure))).toEqual(
      new Set([
        ...['browse p50', 'browse p95', 'product p50', 'product p95', 'cart p50', 'cart p95'],
        ...['checkout p50', 'checkout p95', 'failed steps', 'heap', 'loop'],
      ]),
    );
    expect(points[0]?.atSeconds).toBe(1_000 + 30);
    expect(points.map(({ atSeconds }) => atSeconds)).toEqual(
      points.map(({ atSeconds }) => atSeconds).toSorted((a, b) => a - b),
    );
  });

  it('takes the least of what garbage and loans move, and the mean of the rest', () => {
    const values = (figure: string) => points.filter((point) => point.figure === figure).map(({ value }) => value);
    expect(new Set(values('heap'))).toEqual(new Set([80]));
    expect(new Set(values('loop'))).toEqual(new Set([0.5]));
  });

  it('has the connections of several pools together', () => {
    const pool = (name: string, value: number, limit: number | null) =>
      ({ name, kind: 'connections', value, unit: 'count', limit }) as const;
    const figures = (...resources: ResourceLine['resources']) =>
      distilLeg(judgement, [{ v: 1, offsetSeconds: 60, resources }], place).filter(
        ({ kind }) => kind === 'connections',
      );
    expect(figures(pool('a', 3, 16), pool('b', 4, 16))).toMatchObject([
      { figure: 'a' },
      { figure: 'b' },
      { figure: 'all connections', value: 7, limit: 32 },
    ]);
    expect(figures(pool('a', 3, 16), pool('b', 4, null)).at(-1)).toMatchObject({ value: 7, limit: null });
    expect(figures(pool('a', 3, 16))).toHaveLength(1);
  });

  it('leaves the ramps, the fault and the recovery out', () => {
    const inFault = points.filter(({ atSeconds }) => atSeconds > 1_190 && atSeconds < 1_226);
    expect(inFault).toEqual([]);
    expect(points.every(({ atSeconds }) => atSeconds > 1_020 && atSeconds < 1_400)).toBe(true);
    for (const { figure, value } of points) if (figure === 'failed steps') expect(value).toBeLessThan(0.02);
  });

  it('has no p95 of a handful of attempts', () => {
    const rare = distilLeg(judgement, [], { ...place, bucketSeconds: 1 });
    expect(rare.some(({ figure }) => figure === 'checkout p95')).toBe(false);
  });
});
