import { describe, expect, it } from 'vitest';
import { stepEntry } from '../../core/testing/synthetic-timeline.ts';
import { healthyRun, syntheticRun } from '../../core/testing/synthetic-run.ts';
import type { StepOutcome } from '../../core/wire/steps.ts';
import type { StopCondition } from '../../config/stop-conditions.ts';
import { watchStopCondition } from './watch-stop-condition.ts';

interface Second {
  readonly attempts: number;
  readonly latencyMs: number;
  readonly outcome?: StepOutcome;
}

const healthy: Second = { attempts: 40, latencyMs: 200 };
const { plan } = syntheticRun({ ...healthyRun, virtualUsers: 50, wishes: 1 });

/** Plays a shop that changes at 120 s, well into the plateau. @returns the second in which the condition is found, and its trip. */
const play = (condition: StopCondition, changed: Second, { backAt = Infinity, untilSecond = 180 } = {}) => {
  const watcher = watchStopCondition(condition, plan);
  for (let second = 0; second < untilSecond; second++) {
    const { attempts, latencyMs, outcome = 'ok' } = second >= 120 && second < backAt ? changed : healthy;
    const line = stepEntry(second, 'checkout', outcome, Array<number>(attempts).fill(latencyMs));
    const wish = watcher.see({
      offsetSeconds: second + 1.02,
      phase: 'steady',
      lines: attempts === 0 ? [] : [{ worker: 'w1', line }],
      faultInPlace: second >= 119 ? 'database-out' : null,
    });
    if (wish?.wish === 'abort') return { second, trip: wish.trip };
  }
  return null;
};

describe('a stop condition', () => {
  const latency: StopCondition = { kind: 'latency', p95AboveMs: 2_000, step: 'checkout', forSeconds: 10 };
  const goodput: StopCondition = { kind: 'goodput', goodputBelow: 0.5, forSeconds: 10 };
  const badShare: StopCondition = { kind: 'badShare', badShareAbove: 0.5, forSeconds: 10 };

  it.each([
    ['latency', latency, { attempts: 30, latencyMs: 5_000 }],
    ['latency of attempts that fail', latency, { attempts: 30, latencyMs: 5, outcome: 'error' }],
    ['goodput', goodput, { attempts: 8, latencyMs: 300 }],
    ['goodput of a shop that does not answer', goodput, { attempts: 0, latencyMs: 0 }],
    ['bad share', badShare, { attempts: 30, latencyMs: 5, outcome: 'timeout' }],
  ] as const)('on %s is found within 2 s of being reached', (_what, condition, changed) => {
    const found = play(condition, changed);
    // Ten seconds from 120 on are over at 130; the tick after second 130 comes at 131.02.
    expect(found?.second).toBeGreaterThan(122);
    expect(found?.second).toBeLessThanOrEqual(130);
    expect(found?.trip.detail).toMatch(/10 s/);
  });

  it.each([
    ['latency', latency, { attempts: 30, latencyMs: 5_000 }],
    ['goodput', goodput, { attempts: 22, latencyMs: 300 }],
    ['bad share', badShare, { attempts: 30, latencyMs: 5, outcome: 'timeout' }],
  ] as const)('on %s is not reached by what is short or little', (_what, condition, changed) => {
    expect(play(condition, healthy)).toBeNull();
    expect(play(condition, changed, { backAt: 124 })).toBeNull();
  });

  it('on latency says nothing about another step, or with too few attempts', () => {
    expect(play({ ...latency, step: 'browse' }, { attempts: 30, latencyMs: 5_000 })).toBeNull();
    expect(play({ ...latency, p95AboveMs: 100 }, { attempts: 1, latencyMs: 5_000 }, { untilSecond: 5 })).toBeNull();
  });

  it('on goodput learns what is normal before the first fault, and is silent on the way down', () => {
    expect(play(goodput, { attempts: 8, latencyMs: 300 }, { untilSecond: 125 })).toBeNull();
    const watcher = watchStopCondition(goodput, plan);
    const tick = { phase: 'rampDown', lines: [], faultInPlace: null } as const;
    expect(watcher.see({ ...tick, offsetSeconds: plan.timing.rampDownStartSeconds + 5 })).toBeNull();
  });
});
