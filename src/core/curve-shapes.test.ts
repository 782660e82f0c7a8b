import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { arrivalCurve, curveShapes, shapeCorners, virtualUserCurve, type CurveShape } from './curve-shapes.ts';
import { plannedSessions, plannedSessionsPerSecond, plannedVirtualUserSeconds } from './load-curve.ts';

const times = { rampUpEndSeconds: 40, plateauStartSeconds: 40, rampDownStartSeconds: 280, endSeconds: 300 };

/** Times in order, to a tenth of a second; parts may be empty. */
const anyTimes = fc.tuple(...Array.from({ length: 4 }, () => fc.integer({ min: 0, max: 5_000 }))).map((lengths) => {
  let at = 0;
  const [rampUpEndSeconds, plateauStartSeconds, rampDownStartSeconds, endSeconds] = lengths.map(
    (length) => (at += length) / 10,
  ) as [number, number, number, number];
  return { rampUpEndSeconds, plateauStartSeconds, rampDownStartSeconds, endSeconds };
});
const anyShape = fc.constantFrom(...curveShapes);

describe('every shape', () => {
  it('goes forward in time, from nothing to nothing, up to the peak and never above it', () =>
    fc.assert(
      fc.property(anyShape, anyTimes, (shape, drawn) => {
        const corners = shapeCorners(shape, drawn);
        expect(corners[0]).toEqual({ atSeconds: 0, share: 0 });
        expect(corners.at(-1)).toEqual({ atSeconds: drawn.endSeconds, share: 0 });
        expect(Math.max(...corners.map(({ share }) => share))).toBe(1);
        expect(Math.min(...corners.map(({ share }) => share))).toBe(0);
        expect(corners.every(({ atSeconds }, index) => atSeconds >= (corners[index - 1]?.atSeconds ?? 0))).toBe(true);
      }),
    ));

  it('has no jump where its parts have room', () =>
    fc.assert(
      fc.property(anyShape, fc.integer({ min: 1, max: 30 }), (shape, scale) => {
        const scaled = Object.fromEntries(Object.entries(times).map(([name, at]) => [name, at * scale]));
        const corners = shapeCorners(shape, scaled as unknown as typeof times);
        expect(new Set(corners.map(({ atSeconds }) => atSeconds)).size).toBe(corners.length);
      }),
    ));

  it('rounds users to whole ones within the peak, and keeps somebody where somebody is due', () =>
    fc.assert(
      fc.property(anyShape, anyTimes, fc.integer({ min: 1, max: 20_000 }), (shape, drawn, users) => {
        const corners = shapeCorners(shape, drawn);
        const planned = virtualUserCurve(corners, users).map(({ virtualUsers }) => virtualUsers);
        expect(Math.max(...planned)).toBe(users);
        expect(planned.map((count) => count > 0)).toEqual(corners.map(({ share }) => share > 0));
      }),
    ));

  it('never asks for more arrivals than the peak, at corners or between', () =>
    fc.assert(
      fc.property(
        anyShape,
        anyTimes,
        fc.double({ min: 0.01, max: 5_000, noNaN: true }),
        fc.double({ min: -10, max: 2_500, noNaN: true }),
        (shape, drawn, peak, at) => {
          const curve = arrivalCurve(shapeCorners(shape, drawn), peak);
          expect(Math.max(...curve.map(({ sessionsPerSecond }) => sessionsPerSecond))).toBe(peak);
          expect(plannedSessionsPerSecond(curve, at)).toBeLessThanOrEqual(peak * (1 + 1e-12));
        },
      ),
    ));

  it('means the same for users and for arrivals', () => {
    for (const shape of curveShapes) {
      const corners = shapeCorners(shape, times);
      expect(plannedVirtualUserSeconds(virtualUserCurve(corners, 1_000), 0, 300)).toBeCloseTo(
        plannedSessions(arrivalCurve(corners, 1_000), 0, 300),
        6,
      );
    }
  });
});

/** Area of a curve of 100 at the peak, in full peaks × seconds. */
const peakSeconds = (shape: CurveShape): number =>
  plannedSessions(arrivalCurve(shapeCorners(shape, times), 100), 0, 300) / 100;

describe('the area of', () => {
  it.each([
    ['constant', 20 + 240 + 10],
    ['ramp', 20 + 240 + 10],
    // 3 s up to a tenth, held to a third of the ramp, then up; down to 0.4 in 14 s and to 0 in 6 s.
    ['doors-open', 0.15 + 0.1 * (13.3 - 3) + 0.55 * 26.7 + 240 + 0.7 * 14 + 0.2 * 6],
    // 80 s at a half on either side of a surge of 80 s, of which 5 s each rise and fall.
    ['spike', 10 + 40 + 0.75 * 5 + 70 + 0.75 * 5 + 40 + 5],
    // Stairs of 8 s, 1.6 s of them the rise.
    ['steps', 1.6 * (0.1 + 0.3 + 0.5 + 0.7 + 0.9) + 6.4 * (0.2 + 0.4 + 0.6 + 0.8 + 1) + 240 + 10],
  ] as const)('%s is exact', (shape, area) => expect(peakSeconds(shape)).toBeCloseTo(area, 9));
});

describe('the plateau of', () => {
  it.each(['constant', 'ramp', 'doors-open', 'steps'] as const)('%s is flat at the peak', (shape) => {
    const curve = arrivalCurve(shapeCorners(shape, times), 7);
    for (let at = 40; at <= 280; at += 10) expect(plannedSessionsPerSecond(curve, at)).toBe(7);
  });

  it('spike is half the peak with a surge in its middle third, wherever it begins', () => {
    const curve = arrivalCurve(shapeCorners('spike', { ...times, plateauStartSeconds: 70 }), 10);
    expect([40, 70, 139, 140, 145, 175, 205, 210, 280].map((at) => plannedSessionsPerSecond(curve, at))).toEqual([
      5, 5, 5, 5, 10, 10, 10, 5, 5,
    ]);
  });
});

it('climbs steps of equal height, each held before the next', () => {
  const curve = arrivalCurve(shapeCorners('steps', times), 100);
  expect([1.6, 8, 9.6, 16, 17.6, 24, 25.6, 32, 33.6, 40].map((at) => plannedSessionsPerSecond(curve, at))).toEqual([
    20, 20, 40, 40, 60, 60, 80, 80, 100, 100,
  ]);
});

it('writes figures that a person would write', () => {
  const shares = arrivalCurve(shapeCorners('doors-open', times), 0.7).map((point) => point.sessionsPerSecond);
  expect(shares).toEqual([0, 0.07, 0.07, 0.7, 0.7, 0.28, 0]);
});
