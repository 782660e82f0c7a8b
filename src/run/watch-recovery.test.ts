import { expect, it } from 'vitest';
import { healthyRun, syntheticRun } from '../core/testing/synthetic-run.ts';
import type { TimelineLine } from '../core/wire/timeline.ts';
import { watchRecovery } from './watch-recovery.ts';

/** Plays a synthetic run to the watcher, second by second. @returns the offset at which it wants the load to end. */
const playUntilWish = (toSeconds: number): number | null => {
  const evidence = syntheticRun({
    ...healthyRun,
    rampDownStartSeconds: 330,
    endSeconds: 340,
    outages: [{ fromSeconds: 201, toSeconds, badShare: 0.85, traffic: 0.7 }],
  });
  const plan = { ...evidence.plan, exercise: { leastAcknowledgedOrders: 0, leastSoldOutSkus: 0 } };
  const bySecond = new Map<number, TimelineLine[]>();
  for (const line of evidence.workers[0]?.timeline ?? [])
    if ('second' in line) bySecond.set(line.second, [...(bySecond.get(line.second) ?? []), line]);
  let now = 0;
  const watcher = watchRecovery({
    plan,
    budgets: evidence.budgets,
    events: () => evidence.events.filter(({ offsetSeconds }) => (offsetSeconds ?? 0) <= now),
  });
  for (; now < 340; now++) {
    const lines = (bySecond.get(now - 1) ?? []).map((line) => ({ worker: 'w1', line }));
    const wish = watcher.see({ offsetSeconds: now, phase: 'recovery', lines, faultInPlace: null });
    if (wish !== null) {
      expect(wish).toMatchObject({ wish: 'endLoad', why: expect.stringContaining('recovered by second') });
      return now;
    }
  }
  return null;
};

it('wants the load to end once recovery is seen and no attempt of that time can be outstanding', () => {
  const at = playUntilWish(226);
  // Damage ends at 226 s; 15 s of stretch and 15 s of patience are waited for. The checkout of this run has windows of 10 s and more.
  expect(at).toBeGreaterThanOrEqual(226 + 15 + 15);
  expect(at).toBeLessThan(310);
});

it('never wants it of a shop that does not come back', () => {
  expect(playUntilWish(340)).toBeNull();
});
