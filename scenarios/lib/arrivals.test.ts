import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arrivalCurve, curveShapes, shapeCorners } from '../../src/core/curve-shapes.ts';
import { plannedSessions } from '../../src/core/load-curve.ts';
import type { ArrivalPoint } from '../../src/core/wire/plan.ts';
import { arrivalsOfHost, type Arrival } from './arrivals.ts';

const flat = (sessionsPerSecond: number, seconds: number): ArrivalPoint[] => [
  { atSeconds: 0, sessionsPerSecond },
  { atSeconds: seconds, sessionsPerSecond },
];
const triangle: ArrivalPoint[] = [
  { atSeconds: 0, sessionsPerSecond: 0 },
  { atSeconds: 100, sessionsPerSecond: 40 },
  { atSeconds: 200, sessionsPerSecond: 0 },
];

const runOf = (curve: readonly ArrivalPoint[], seed: number, hosts = 1): Arrival[] =>
  Array.from({ length: hosts }, (_, host) => [...arrivalsOfHost({ curve: [...curve], hosts }, host, seed)])
    .flat()
    .toSorted((a, b) => a.atSeconds - b.atSeconds || a.slot - b.slot);

/** Arrivals in bins of equal expectation, so that each count is Poisson with the same mean. */
const countsIn = (arrivals: readonly Arrival[], curve: readonly ArrivalPoint[], bins: number): number[] => {
  const counts = Array.from({ length: bins }, () => 0);
  const end = curve.at(-1)!.atSeconds;
  const total = plannedSessions(curve, 0, end);
  for (const { atSeconds } of arrivals) counts[Math.floor((plannedSessions(curve, 0, atSeconds) / total) * bins)]! += 1;
  return counts;
};

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** χ² of the index of dispersion as a standard normal (Wilson and Hilferty, PNAS 17, 1931). */
const dispersionDeviations = (counts: readonly number[], mean: number): number => {
  const chiSquare = sum(counts.map((count) => (count - mean) ** 2 / mean));
  const spread = 2 / (9 * counts.length);
  return (Math.cbrt(chiSquare / counts.length) - (1 - spread)) / Math.sqrt(spread);
};

const curves = fc
  .array(
    fc.record({
      gapSeconds: fc.integer({ min: 0, max: 20 }),
      sessionsPerSecond: fc.double({ min: 0, max: 9, noNaN: true }),
    }),
    {
      minLength: 2,
      maxLength: 8,
    },
  )
  .map((corners) => {
    let atSeconds = 0;
    return corners.map(({ gapSeconds, sessionsPerSecond }) => ({
      atSeconds: (atSeconds += gapSeconds),
      sessionsPerSecond,
    }));
  });

describe('the arrivals of a run', () => {
  it('are the same for the same seed, others for another', () => {
    expect(runOf(triangle, 7)).toEqual(runOf(triangle, 7));
    expect(runOf(triangle, 8)).not.toEqual(runOf(triangle, 7));
  });

  it('are the same whatever the number of hosts', () =>
    fc.assert(
      fc.property(curves, fc.nat(), fc.integer({ min: 2, max: 70 }), (curve, seed, hosts) => {
        expect(runOf(curve, seed, hosts)).toEqual(runOf(curve, seed));
      }),
    ));

  it('each have a slot of their own, and come in order to a host', () =>
    fc.assert(
      fc.property(curves, fc.nat(), fc.integer({ min: 1, max: 9 }), (curve, seed, hosts) => {
        const slots = runOf(curve, seed, hosts).map(({ slot }) => slot);
        expect(new Set(slots).size).toBe(slots.length);
        for (let host = 0; host < hosts; host += 1) {
          const times = [...arrivalsOfHost({ curve, hosts }, host, seed)].map(({ atSeconds }) => atSeconds);
          expect(times).toEqual(times.toSorted((a, b) => a - b));
        }
      }),
    ));

  it('come while the curve is above nothing, and never elsewhere', () =>
    fc.assert(
      fc.property(curves, fc.nat(), (curve, seed) => {
        for (const { atSeconds } of runOf(curve, seed)) {
          expect(plannedSessions(curve, atSeconds - 0.5, atSeconds + 0.5)).toBeGreaterThan(0);
          expect(atSeconds).toBeGreaterThanOrEqual(curve[0]!.atSeconds);
          expect(atSeconds).toBeLessThanOrEqual(curve.at(-1)!.atSeconds);
        }
      }),
    ));

  it('jump with the curve', () => {
    const jump = [
      ...flat(1, 100),
      { atSeconds: 100, sessionsPerSecond: 50 },
      { atSeconds: 200, sessionsPerSecond: 50 },
    ];
    const counts = [0, 1].map(
      (half) => runOf(jump, 3).filter(({ atSeconds }) => Math.floor(atSeconds / 100) === half).length,
    );
    expect(counts[0]).toBeLessThan(150);
    expect(counts[1]).toBeGreaterThan(4_700);
  });

  it('are none on a curve of nothing', () => expect(runOf(flat(0, 60), 1)).toEqual([]));

  it('take no memory: an endless curve gives its first arrivals at once', () => {
    const first: Arrival[] = [];
    for (const arrival of arrivalsOfHost({ curve: flat(1e6, 1e6), hosts: 4 }, 3, 1)) {
      first.push(arrival);
      if (first.length === 5) break;
    }
    expect(first).toHaveLength(5);
    expect(first[4]!.atSeconds).toBeLessThan(1e-3);
  });
});

describe('the rate', () => {
  it.each(curveShapes)('follows λ(t) of %s, ramps too: counts in bins of equal expectation are Poisson', (shape) => {
    const times = { rampUpEndSeconds: 60, plateauStartSeconds: 60, rampDownStartSeconds: 200, endSeconds: 240 };
    const curve = arrivalCurve(shapeCorners(shape, times), 50);
    const mean = plannedSessions(curve, 0, 240) / 60;
    // Two-sided 99.99 % on seeds that are fixed: 5 shapes × 4 seeds.
    for (const seed of [1, 2, 3, 4])
      expect(Math.abs(dispersionDeviations(countsIn(runOf(curve, seed), curve, 60), mean))).toBeLessThan(3.9);
  });

  it('is that of the plan over many seeds, to a fraction of a per cent', () => {
    const counts = Array.from({ length: 100 }, (_, seed) => runOf(triangle, seed).length);
    const expected = plannedSessions(triangle, 0, 200) * counts.length;
    expect(Math.abs(sum(counts) - expected)).toBeLessThan(3.9 * Math.sqrt(expected));
  });

  it('would be seen to be wrong: a tenth more in one half of the run', () => {
    const wrong = [
      ...flat(44, 100),
      { atSeconds: 100, sessionsPerSecond: 36 },
      { atSeconds: 200, sessionsPerSecond: 36 },
    ];
    expect(dispersionDeviations(countsIn(runOf(wrong, 1), flat(40, 200), 60), 8_000 / 60)).toBeGreaterThan(3.9);
  });
});

describe('the spread', () => {
  it('of a host’s part is that of a Poisson process at λ(t) / hosts', () => {
    const hosts = 5;
    for (let host = 0; host < hosts; host += 1) {
      const counts = countsIn([...arrivalsOfHost({ curve: triangle, hosts }, host, 11)], triangle, 20);
      expect(Math.abs(dispersionDeviations(counts, 40))).toBeLessThan(3.9);
    }
  });

  it('of counts over seeds has variance over mean 1, in bins far narrower than a cell and far wider', () => {
    for (const [bins, seeds] of [
      [16_000, 1],
      [400, 10],
      [4, 60],
    ] as const) {
      const counts = Array.from({ length: seeds }, (_, seed) =>
        countsIn(runOf(flat(40, 100), seed), flat(40, 100), bins),
      );
      expect(Math.abs(dispersionDeviations(counts.flat(), 4_000 / bins))).toBeLessThan(3.9);
    }
  });

  it('of gaps is exponential: neither even nor in bursts', () => {
    const times = runOf(flat(40, 500), 5).map(({ atSeconds }) => atSeconds);
    const gaps = times.slice(1).map((at, index) => (at - times[index]!) * 40);
    const shareAbove = (gap: number) => gaps.filter((value) => value > gap).length / gaps.length;
    for (const gap of [0.1, 0.5, 1, 2, 3]) expect(Math.abs(shareAbove(gap) - Math.exp(-gap))).toBeLessThan(0.014);
  });
});
