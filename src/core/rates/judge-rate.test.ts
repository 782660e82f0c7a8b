import { describe, expect, it } from 'vitest';
import { seededDraws } from '../testing/random-draws.ts';
import { healthyRun, syntheticBudget, syntheticRun } from '../testing/synthetic-run.ts';
import { stepEntry } from '../testing/synthetic-timeline.ts';
import { readStepTimeline, sumSeconds } from '../timeline/step-series.ts';
import type { Budget } from '../wire/budgets.ts';
import { estimateRate, highestRate, lowestRate } from './estimate-rate.ts';
import { judgeRate } from './judge-rate.ts';

const { plan } = syntheticRun({ ...healthyRun, virtualUsers: 1, wishes: 0 });
const steadySeconds = 240;

interface Rates {
  readonly good: number;
  readonly bad: number;
  readonly sessions: number;
  readonly seconds: number;
}
const usual: Rates = { good: 10, bad: 0, sessions: 20, seconds: steadySeconds };

/** Every second so many attempts of browse: half of the seconds one more than the mean, half one fewer. */
const find = (budget: Partial<Budget>, change: Partial<Rates> = {}) => {
  const { good, bad, sessions, seconds } = { ...usual, ...change };
  const timeline = Array.from({ length: seconds }, (_, second) => {
    const count = good === 0 ? 0 : good + (second % 2 === 0 ? 1 : -1);
    return [
      ...(count === 0 ? [] : [{ ...stepEntry(0, 'browse', 'ok', Array<number>(count).fill(50)), second }]),
      ...(bad === 0 ? [] : [{ ...stepEntry(0, 'browse', 'error', Array<number>(bad).fill(3)), second }]),
    ];
  }).flat();
  const { steps } = readStepTimeline([{ worker: 'w1', timeline, ledger: [] }]);
  const wanted = syntheticBudget({ name: 'b', indicator: 'throughput', phase: 'steady', limit: 9, ...budget });
  return judgeRate(wanted, {
    plan,
    phases: [{ phase: 'steady', fromSeconds: 0, toSeconds: seconds }],
    faults: [],
    plateauEndSeconds: seconds,
    steps,
    sessionsBySecond: Array<number>(seconds).fill(sessions),
    failAlpha: 0.001,
    passAlpha: 0.05,
  });
};

describe('a throughput budget', () => {
  it('passes where the lower bound reaches it, fails where the upper bound does not', () => {
    expect(find({})).toMatchObject({ outcome: 'pass', value: 10, unit: 'perSecond', samples: 2400, badShare: null });
    expect(find({ limit: 12 })).toMatchObject({ outcome: 'fail', value: 10 });
    expect(find({ limit: 12 }).interval[1]).toBeLessThan(12);
    expect(find({}).interval[0]).toBeGreaterThan(9);
  });

  it('is inconclusive in between', () => {
    expect(find({ limit: 10 })).toMatchObject({ outcome: 'inconclusive', why: expect.stringMatching(/longer phase/) });
  });

  it('counts good attempts only', () => {
    expect(find({}, { good: 0, bad: 30 })).toMatchObject({ outcome: 'fail', value: 0, samples: 7200 });
  });

  it('without an attempt, or a step or phase that the run does not have, is inconclusive', () => {
    expect(find({}, { good: 0 })).toMatchObject({ outcome: 'inconclusive', samples: 0, value: null });
    expect(find({ step: 'brwose' }).why).toContain('has no step "brwose"');
    expect(find({ phase: 'after' })).toMatchObject({ outcome: 'inconclusive' });
  });

  it('decides nothing over a time that is too short', () => {
    expect(find({}, { seconds: 60 })).toMatchObject({ outcome: 'advisory', value: 10 });
  });
});

describe('a conversion budget', () => {
  const conversion = { indicator: 'conversion', step: 'browse' } as const;

  it('is good attempts for each session begun', () => {
    expect(find({ ...conversion, limit: 0.4 })).toMatchObject({ outcome: 'pass', value: 0.5, unit: 'ratio' });
    expect(find({ ...conversion, limit: 0.6 })).toMatchObject({ outcome: 'fail' });
    expect(find({ ...conversion, limit: 0.5 })).toMatchObject({ outcome: 'inconclusive' });
  });

  it('is inconclusive where no session began', () => {
    expect(find({ ...conversion, limit: 0.1 }, { sessions: 0 })).toMatchObject({
      outcome: 'inconclusive',
      why: 'no session began then: nothing to judge',
    });
  });
});

describe('a rate that is exactly the limit', () => {
  it('fails at most once in a hundred, and passes about once in twenty', () => {
    const draws = seededDraws(11);
    const stretch = [{ fromSeconds: 0, toSeconds: steadySeconds }];
    const estimates = Array.from({ length: 400 }, () => {
      const counts = Float64Array.from({ length: steadySeconds }, () => draws.poisson(3));
      const events = (from: number, to: number): number => sumSeconds(counts, from, to);
      return estimateRate({ events, per: (from, to) => to - from }, stretch);
    });
    expect(estimates.filter((one) => highestRate(one, 0.01) < 3).length).toBeLessThanOrEqual(10);
    expect(estimates.filter((one) => lowestRate(one, 0.05) >= 3).length).toBeLessThanOrEqual(34);
    expect(estimates.some((one) => lowestRate(one, 0.05) >= 3)).toBe(true);
  });
});
