import { describe, expect, it } from 'vitest';
import { type RecoveryContext, observeRecovery } from './observe-recovery.ts';
import { cutWindows } from './windows.ts';

const definition = { limitMs: 1000, allowance: 0.05, budget: 'browse' };
const stretch = (length: number, value: number) => Array<number>(length).fill(value);

/** Seconds of browse; 200 attempts each unless said otherwise, the fault from second 100 to 120. */
const observe = (badShares: readonly number[], attempts = badShares.map(() => 200), baseline = true) => {
  const counts = {
    attempts: Float64Array.from(attempts),
    bad: Float64Array.from(badShares, (share, second) => Math.round(share * (attempts[second] ?? 0))),
  };
  const windows = cutWindows(counts, definition.allowance, badShares.length);
  const context: RecoveryContext = {
    demand: (fromSeconds, toSeconds) => 100 * (toSeconds - fromSeconds),
    plateauStartSeconds: 10,
    goodBySecond: counts.attempts.map((count, second) => count - (counts.bad[second] ?? 0)),
    baseline: baseline ? { perDemand: 1.95, dispersion: 1 } : null,
  };
  return observeRecovery(
    { step: 'browse', definition, counts, windows },
    { fromSeconds: 100, healedAtSeconds: 120, untilSeconds: badShares.length, steadyFromSeconds: 10 },
    context,
  );
};

const outage = [...stretch(100, 0.01), ...stretch(25, 0.8), ...stretch(75, 0.01)];

describe('what is seen of a step around a fault', () => {
  it('an episode, its seconds in breach, and a steady time before', () =>
    expect(observe(outage)).toMatchObject({
      episodes: [{ onsetSeconds: 100, recoveredSeconds: 126 }],
      degradedSeconds: 25,
      unknownSeconds: 0,
      unsteady: null,
      endsGoodFromSeconds: null,
      starvedAfterBreach: false,
    }));

  it('a rest of a window at the very end is no doubt where the step was good for long enough after the heal', () => {
    const good = stretch(200, 0);
    expect(observe(good, stretch(200, 200).with(199, 20)).unknownSeconds).toBe(0);
    // Too few attempts anywhere else are, and at the end when nothing proves that all was well before.
    const gap = (from: number, to: number) => good.map((_, second) => (second >= from && second < to ? 0 : 200));
    expect(observe(good, gap(130, 160)).unknownSeconds).toBe(30);
    expect(observe(good, gap(130, 200)).unknownSeconds).toBe(70);
    expect(observe(stretch(123, 0), [...stretch(122, 200), 20]).unknownSeconds).toBe(1);
  });

  it('one stray breach before the fault is no reason for doubt, several are', () => {
    const stray = outage.with(40, 0.2);
    expect(observe(stray).unsteady).toBeNull();
    expect(observe(stray.with(60, 0.2).with(80, 0.2)).unsteady).toContain('from second 40 on');
    expect(observe(outage.with(40, 0.6)).unsteady).toContain('from second 40 on');
  });

  it('what was in breach before the plateau does not count, nor attempts that the fault can have hit', () => {
    expect(observe(outage.with(5, 0.9)).unsteady).toBeNull();
    expect(observe(outage.with(99, 0.9)).unsteady).toBeNull();
    expect(observe(outage.with(98, 0.9)).unsteady).toContain('from second 98 on');
  });

  it('a steady phase without traffic, or too short for goodput, is none', () => {
    const quiet = [...stretch(100, 0.1), ...stretch(100, 200)];
    expect(observe(outage, quiet).unsteady).toContain('no window with enough attempts');
    expect(observe(outage, undefined, false).unsteady).toContain('too short to know the normal goodput');
  });

  it('a good end that is too short to prove recovery, and one that is long enough', () => {
    const late = [...stretch(100, 0.01), ...stretch(90, 0.8), ...stretch(10, 0.01)];
    expect(observe(late).endsGoodFromSeconds).toBe(191);
    const neverQuite = [...stretch(100, 0.01), ...stretch(20, 0.8), ...stretch(80, 0.08)];
    expect(observe(neverQuite)).toMatchObject({ endsGoodFromSeconds: null, episodes: [{ recoveredSeconds: null }] });
  });

  it('goodput that does not come back is no recovery, though every attempt is good', () => {
    const attempts = outage.map((_, second) => (second < 125 ? 200 : 120));
    expect(observe(outage, attempts)).toMatchObject({
      episodes: [{ recoveredSeconds: null }],
      starvedAfterBreach: false,
    });
  });
});
