import { describe, expect, it } from 'vitest';
import {
  demandAt,
  demandBetween,
  demandMetBetween,
  describeLoad,
  expectedVirtualUsers,
  peakDemand,
  plannedShoppers,
  type PlannedLoad,
} from './planned-load.ts';

const shared = {
  hosts: 1,
  workers: 1,
  connections: 'perUser' as const,
  thinkTimeMedianSeconds: 10,
  thinkTimeSigma: 0,
  patienceSeconds: 20,
};
const closed: PlannedLoad = {
  ...shared,
  model: 'closed',
  virtualUsers: 100,
  curve: [
    { atSeconds: 0, virtualUsers: 0 },
    { atSeconds: 10, virtualUsers: 100 },
  ],
};
const open: PlannedLoad = {
  ...shared,
  model: 'open',
  sessionsPerSecond: 2.5,
  curve: [
    { atSeconds: 0, sessionsPerSecond: 0 },
    { atSeconds: 10, sessionsPerSecond: 2.5 },
    { atSeconds: 20, sessionsPerSecond: 2.5 },
  ],
  meanSessionSeconds: 42.3,
  virtualUsersAtMost: 300,
};

describe('the planned load', () => {
  it('of the closed model is virtual users', () => {
    expect([demandAt(closed, 5), demandBetween(closed, 0, 20), peakDemand(closed)]).toEqual([50, 1_500, 100]);
    expect([expectedVirtualUsers(closed), plannedShoppers(closed)]).toEqual([100, 100]);
    expect(describeLoad(closed)).toBe('100 virtual users');
  });

  it('of the open model is sessions a second; who is there follows by Little’s law', () => {
    expect([demandAt(open, 5), demandBetween(open, 0, 20), peakDemand(open)]).toEqual([1.25, 37.5, 2.5]);
    expect([expectedVirtualUsers(open), plannedShoppers(open)]).toEqual([106, 38]);
    expect(describeLoad(open)).toBe('2.5 sessions a second');
  });

  it('meets the shop half a session after it came, in the open model alone', () => {
    expect(demandMetBetween(closed, 0, 20)).toBe(demandBetween(closed, 0, 20));
    expect(demandMetBetween(open, 30, 40)).toBeCloseTo(demandBetween(open, 30 - 42.3 / 2, 40 - 42.3 / 2), 9);
  });

  it('needs at least one shopper', () =>
    expect(
      plannedShoppers({ ...open, curve: open.curve.slice(0, 1).concat({ atSeconds: 9, sessionsPerSecond: 0 }) }),
    ).toBe(1));
});
