import { describe, expect, it } from 'vitest';
import type { StepOutcome } from '../../core/wire/steps.ts';
import type { TailedLine } from '../../ports.ts';
import { watchBadShare } from './bad-share.ts';
import type { Tick } from '../watcher.ts';

const entry = (second: number, outcome: StepOutcome, count: number): TailedLine => ({
  worker: 'w1',
  line: { type: 'entry', second, kind: 'step', name: 'browse', outcome, count, histogram: '' },
});

const tickAt = (offsetSeconds: number, lines: readonly TailedLine[]): Tick => ({
  offsetSeconds,
  lines,
  phase: 'steady',
  faultInPlace: null,
});

const run = (badOf: (second: number) => number, attempts = 100): number | null => {
  const guard = watchBadShare({ badShareAbove: 0.5, forSeconds: 10 });
  for (let second = 0; second < 60; second += 1) {
    const bad = badOf(second);
    const lines = [entry(second, 'error', bad), entry(second, 'ok', attempts - bad)].filter(
      ({ line }) => line.type === 'entry' && line.count > 0,
    );
    if (guard.see(tickAt(second + 1, lines)) !== null) return second;
  }
  return null;
};

describe('watchBadShare', () => {
  it('stays quiet on a healthy shop and on a short outage', () => {
    expect(run(() => 2)).toBeNull();
    expect(run((second) => (second >= 20 && second < 26 ? 100 : 1))).toBeNull();
  });

  it('trips when the share stays above the limit for the whole time', () => {
    const tripped = run((second) => (second >= 20 ? 80 : 1));
    expect(tripped).toBeGreaterThanOrEqual(29);
    expect(tripped).toBeLessThanOrEqual(33);
  });

  it('counts planned declines and sold-out answers as good', () => {
    const guard = watchBadShare({ badShareAbove: 0.5, forSeconds: 5 });
    for (let second = 0; second < 20; second += 1)
      expect(guard.see(tickAt(second + 1, [entry(second, 'soldOut', 60), entry(second, 'declined', 40)]))).toBeNull();
  });

  it('says nothing about seconds with hardly any traffic', () => {
    expect(run(() => 3, 3)).toBeNull();
  });
});
