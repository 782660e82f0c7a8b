import { describe, expect, it } from 'vitest';
import type { PlannedFault } from '../core/wire/plan.ts';
import { overlaySurges, plannedSurges } from './plan-surges.ts';

const surge = (changes: Partial<PlannedFault> = {}): PlannedFault => ({
  name: 'crowd',
  kind: 'surge',
  target: 'load',
  proxy: 'load',
  atSeconds: 50,
  durationSeconds: 30,
  longestLifeSeconds: 60,
  attributes: { extraShare: 1.5 },
  toxicity: 1,
  ...changes,
});

const corners = [
  { atSeconds: 0, share: 0 },
  { atSeconds: 10, share: 1 },
  { atSeconds: 90, share: 1 },
  { atSeconds: 100, share: 0 },
];

const shares = (faults: PlannedFault[]) =>
  overlaySurges(corners, plannedSurges(faults)).map(({ atSeconds, share }) => [atSeconds, share]);

describe('overlaySurges', () => {
  it('leaves a shape without a crowd as it is', () => {
    expect(overlaySurges(corners, plannedSurges([surge({ kind: 'down', attributes: {} })]))).toBe(corners);
  });

  it('puts the crowd on top: up, there, and down again', () => {
    expect(shares([surge()])).toEqual([
      [0, 0],
      [10, 1],
      [50, 1],
      [55, 2.5],
      [75, 2.5],
      [80, 1],
      [90, 1],
      [100, 0],
    ]);
  });

  it('adds up crowds that overlap', () => {
    const two = [surge(), surge({ name: 'more', atSeconds: 60, attributes: { extraShare: 1, riseSeconds: 1 } })];
    const highest = Math.max(...shares(two).map(([, share]) => share ?? 0));
    expect(highest).toBeCloseTo(3.5);
  });

  it('rises within a third of a short surge', () => {
    expect(plannedSurges([surge({ durationSeconds: 9 })])[0]?.riseSeconds).toBe(3);
  });

  it('keeps what the crowd comes for', () => {
    expect(plannedSurges([surge({ attributes: { extraShare: 1, productRank: 4 } })])[0]).toMatchObject({
      fault: 'crowd',
      fromSeconds: 50,
      toSeconds: 80,
      productRank: 4,
    });
  });
});
