import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  plannedPeakVirtualUsers,
  plannedSessions,
  plannedSessionsPerSecond,
  plannedVirtualUserSeconds,
  plannedVirtualUsers,
} from './load-curve.ts';

const doorsOpen = [
  { atSeconds: 0, virtualUsers: 100 },
  { atSeconds: 10, virtualUsers: 100 },
  { atSeconds: 20, virtualUsers: 1100 },
  { atSeconds: 80, virtualUsers: 1100 },
  { atSeconds: 90, virtualUsers: 0 },
];

const curves = fc
  .array(fc.tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 20_000 })), {
    minLength: 2,
    maxLength: 8,
  })
  .map((corners) => {
    let atSeconds = 0;
    return corners.map(([step, virtualUsers]) => ({ atSeconds: (atSeconds += step), virtualUsers }));
  });

describe('the load curve', () => {
  it.each([
    [-5, 100],
    [0, 100],
    [15, 600],
    [20, 1100],
    [50, 1100],
    [85, 550],
    [500, 0],
  ])('at %d s plans %d virtual users', (at, users) => expect(plannedVirtualUsers(doorsOpen, at)).toBe(users));

  it('jumps where two corners share an instant', () => {
    const surge = [
      { atSeconds: 0, virtualUsers: 10 },
      { atSeconds: 30, virtualUsers: 10 },
      { atSeconds: 30, virtualUsers: 50 },
    ];
    expect(plannedVirtualUsers(surge, 29.999)).toBe(10);
    expect(plannedVirtualUsers(surge, 30)).toBe(50);
  });

  it('adds up virtual user seconds', () => {
    expect(plannedVirtualUserSeconds(doorsOpen, 0, 20)).toBe(1000 + 6000);
    expect(plannedVirtualUserSeconds(doorsOpen, 20, 20)).toBe(0);
    expect(plannedPeakVirtualUsers(doorsOpen)).toBe(1100);
  });

  it('plans arrivals in the same way', () => {
    const arrivals = doorsOpen.map(({ atSeconds, virtualUsers }) => ({ atSeconds, sessionsPerSecond: virtualUsers }));
    expect(plannedSessionsPerSecond(arrivals, 85)).toBe(550);
    expect(plannedSessions(arrivals, 0, 20)).toBe(7000);
  });

  it('has an area that does not depend on where it is cut', () =>
    fc.assert(
      fc.property(curves, fc.integer({ min: 0, max: 400 }), fc.integer({ min: 0, max: 400 }), (curve, a, b) => {
        const whole = plannedVirtualUserSeconds(curve, 0, a + b);
        const parts = plannedVirtualUserSeconds(curve, 0, a) + plannedVirtualUserSeconds(curve, a, a + b);
        expect(parts).toBeCloseTo(whole, 3);
      }),
    ));
});
