import { describe, expect, it } from 'vitest';
import { healthyRun, syntheticRun } from '../core/testing/synthetic-run.ts';
import { watchRun } from './watch-run.ts';

/** A run whose database is out from 200.4 to 220.7 s and that is itself again at 226 s. */
const evidence = syntheticRun(healthyRun);
const worker = 'w1';
const timeline = evidence.workers.flatMap((written) => written.timeline);

const watchUntil = (nowSeconds: number) => {
  const watch = watchRun(evidence.plan, evidence.budgets);
  watch.see(timeline.flatMap((line) => ('second' in line && line.second < nowSeconds - 2 ? [{ worker, line }] : [])));
  watch.note('database-out', 'applied', 200.4);
  if (nowSeconds > 220.7) watch.note('database-out', 'healed', 220.7);
  return watch;
};

describe('watchRun', () => {
  it('sees a steady state before the fault, and none in the middle of it', () => {
    expect(watchUntil(200).steadiness(200).isShown).toBe(true);
    expect(watchUntil(222).steadiness(222).isShown).toBe(false);
  });

  it.each([
    ['while the fault is in place', 215, false],
    ['just after the heal', 224, false],
    ['before a stretch has proven it', 238, false],
    ['when it has been good for long enough', 305, true],
  ])('%s: recovered or not', (_when, now, recovered) => {
    expect(watchUntil(now).hasRecovered('database-out', now)).toBe(recovered);
  });

  it('never says so of a fault that it was not told of', () => {
    expect(watchUntil(262).hasRecovered('another', 262)).toBe(false);
  });
});
