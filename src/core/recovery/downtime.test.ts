import { describe, expect, it } from 'vitest';
import { syntheticBudget } from '../testing/synthetic-run.ts';
import { judgeDowntime, measureDowntime } from './downtime.ts';
import type { StepWindows } from './step-windows.ts';
import type { StepWindow } from './windows.ts';

const checkout = (...states: [StepWindow['state'], seconds: number][]): StepWindows => {
  let at = 0;
  const windows = states.map(([state, seconds]) => {
    const window = { fromSeconds: at, toSeconds: at + seconds, attempts: state === 'unknown' ? 5 : 100, bad: 0, state };
    at += seconds;
    return window;
  });
  const empty = { attempts: new Float64Array(), bad: new Float64Array() };
  return { step: 'checkout', definition: { limitMs: 2800, allowance: 0.05, budget: 'b' }, counts: empty, windows };
};
const budget = syntheticBudget({ name: 'downtime', indicator: 'downtime', limit: 120 });
const judge = (step: StepWindows) => judgeDowntime(budget, step, measureDowntime(step, 0, 1000));

describe('downtime', () => {
  it('is nothing on a shop that is up', () =>
    expect(judge(checkout(['good', 300]))).toMatchObject({ outcome: 'pass', value: 0, interval: [0, 0] }));

  it('adds up all breaches', () =>
    expect(judge(checkout(['good', 30], ['breach', 40], ['good', 30], ['breach', 50]))).toMatchObject({
      outcome: 'pass',
      value: 90,
    }));

  it('fails beyond its limit', () =>
    expect(judge(checkout(['breach', 130], ['good', 30]))).toMatchObject({ outcome: 'fail', value: 130 }));

  it('counts the time in which nobody reaches checkout any more as down', () =>
    expect(judge(checkout(['good', 30], ['breach', 10], ['unknown', 130], ['good', 30]))).toMatchObject({
      outcome: 'fail',
      value: 140,
    }));

  it('is inconclusive where the time that nobody knows could tip it', () =>
    expect(judge(checkout(['good', 30], ['unknown', 130], ['breach', 10]))).toMatchObject({
      outcome: 'inconclusive',
      interval: [10, 140],
    }));

  it('leaves the sparse ramp-up out', () =>
    expect(measureDowntime(checkout(['unknown', 30], ['good', 30]), 30, 60).unknownSeconds).toBe(0));

  it('never passes on zero samples', () =>
    expect(judge(checkout(['unknown', 60]))).toMatchObject({ outcome: 'inconclusive', value: null, samples: 0 }));
});
