import { describe, expect, it } from 'vitest';
import type { Plan } from '../../src/core/wire/plan.ts';
import { crowdsOf } from './crowd.ts';

const shared = {
  hosts: 1,
  workers: 1,
  connections: 'perUser' as const,
  thinkTimeMedianSeconds: 5,
  thinkTimeSigma: 0.4,
  patienceSeconds: 10,
};
const surge = { fault: 'crowd', fromSeconds: 100, toSeconds: 140, extraShare: 1, productRank: 7 };

const closed = (surges: NonNullable<Plan['load']['surges']>): Plan['load'] => ({
  model: 'closed',
  virtualUsers: 20,
  curve: [
    { atSeconds: 0, virtualUsers: 0 },
    { atSeconds: 10, virtualUsers: 10 },
    { atSeconds: 100, virtualUsers: 10 },
    { atSeconds: 105, virtualUsers: 20 },
    { atSeconds: 135, virtualUsers: 20 },
    { atSeconds: 140, virtualUsers: 10 },
    { atSeconds: 200, virtualUsers: 10 },
    { atSeconds: 210, virtualUsers: 0 },
  ],
  ...shared,
  surges,
});

describe('crowds of the closed model', () => {
  it('are the slots that are there because of the surge', () => {
    const crowds = crowdsOf(closed([surge]));
    expect([9, 10, 19].map((slot) => crowds?.wantedBy(slot))).toEqual([null, 7, 7]);
  });

  it('are nobody to know of when they shop as all do, or when there are none', () => {
    expect(crowdsOf(closed([{ ...surge, productRank: null }]))).toBeNull();
    expect(crowdsOf(closed([]))).toBeNull();
  });
});

it('are as large a part of the arrivals as the crowd is of all, in the open model', () => {
  const open: Plan['load'] = {
    model: 'open',
    sessionsPerSecond: 20,
    curve: [
      { atSeconds: 0, sessionsPerSecond: 10 },
      { atSeconds: 200, sessionsPerSecond: 10 },
    ],
    meanSessionSeconds: 40,
    virtualUsersAtMost: 100,
    ...shared,
    surges: [{ ...surge, extraShare: 0.5 }],
  };
  const crowds = crowdsOf(open);
  for (let slot = 0; slot < 900; slot += 1) crowds?.arrives({ slot, atSeconds: 120 });
  for (let slot = 900; slot < 1_000; slot += 1) crowds?.arrives({ slot, atSeconds: 150 });
  const wanted = Array.from({ length: 1_000 }, (_, slot) => crowds?.wantedBy(slot) ?? null);
  expect(wanted.slice(0, 900).filter((rank) => rank === 7).length / 900).toBeCloseTo(1 / 3, 1);
  expect(wanted.slice(900).every((rank) => rank === null)).toBe(true);
});
