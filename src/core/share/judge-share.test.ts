import { describe, expect, it } from 'vitest';
import type { PhaseSpan } from '../phase-span.ts';
import { healthyRun, syntheticBudget, syntheticRun } from '../testing/synthetic-run.ts';
import { stepEntry } from '../testing/synthetic-timeline.ts';
import { readStepTimeline } from '../timeline/step-series.ts';
import type { Budget } from '../wire/budgets.ts';
import { judgeShare } from './judge-share.ts';

const { plan } = syntheticRun({ ...healthyRun, virtualUsers: 1, wishes: 0 });
const phases: PhaseSpan[] = [
  { phase: 'steady', fromSeconds: 0, toSeconds: 120 },
  { phase: 'fault', fromSeconds: 120, toSeconds: 140 },
];

const faults = [{ fault: 'database-out', appliedAtSeconds: 120.4, appliedAtMs: 0, healedAtSeconds: 139.2 }];

/** Every second: `slow` of 20 attempts of browse take 2 s, the others 100 ms, and `errors` more fail. */
const stepsWith = (slow: number, errors: number, seconds = 140) => {
  const latencies = [...Array<number>(20 - slow).fill(100), ...Array<number>(slow).fill(2000)];
  const good = stepEntry(0, 'browse', 'ok', latencies);
  const failed = stepEntry(0, 'browse', 'error', Array<number>(Math.max(1, errors)).fill(3));
  const timeline = Array.from({ length: seconds }, (_, second) => [
    { ...good, second },
    ...(errors === 0 ? [] : [{ ...failed, second }]),
  ]).flat();
  return readStepTimeline([{ worker: 'w1', timeline, ledger: [] }]).steps;
};

const p95 = syntheticBudget({ name: 'browse', indicator: 'latencyP95', step: 'browse', phase: 'steady', limit: 1000 });
const find = (budget: Partial<Budget>, steps: ReturnType<typeof stepsWith>, change: Partial<typeof plan> = {}) =>
  judgeShare(
    { ...p95, ...budget },
    { plan: { ...plan, ...change }, phases, faults, plateauEndSeconds: 140, steps, failAlpha: 0.001, passAlpha: 0.05 },
  );

describe('a share budget', () => {
  it('passes, with the quantile and its interval in ms', () => {
    const finding = find({}, stepsWith(0, 0));
    expect(finding).toMatchObject({ outcome: 'pass', unit: 'ms', samples: 2400, limit: 1000 });
    expect(finding.value).toBeCloseTo(100, 0);
    expect(finding.badShare).toMatchObject({ value: 0, low: 0, allowance: 0.05, designEffect: 1 });
  });

  it('fails where too many attempts are slow', () => {
    const finding = find({}, stepsWith(4, 0));
    expect(finding).toMatchObject({ outcome: 'fail', badShare: { value: 0.2 } });
    expect(finding.value).toBeCloseTo(2000, -1);
    expect(finding.interval[0]).toBeGreaterThan(1000);
  });

  it('fails where too many attempts fail fast: an outage never improves a quantile', () => {
    const finding = find({}, stepsWith(0, 5));
    expect(finding).toMatchObject({ outcome: 'fail', value: null, interval: [null, null] });
  });

  it('is inconclusive close to the limit, and says what to do', () => {
    const finding = find({}, stepsWith(1, 0));
    expect(finding.outcome).toBe('inconclusive');
    expect(finding.why).toMatch(/sits on its allowance/);
    const fewer = new Map([['browse', new Map([...(stepsWith(0, 0).get('browse') ?? [])].slice(0, 2))]]);
    expect(find({}, fewer)).toMatchObject({
      outcome: 'inconclusive',
      why: expect.stringMatching(/minutes of this phase/),
    });
  });

  it('judges errors whatever their latency, in the unit of a ratio', () => {
    expect(find({ indicator: 'errorShare', limit: 0.01 }, stepsWith(20, 0))).toMatchObject({
      outcome: 'pass',
      unit: 'ratio',
      value: 0,
    });
    expect(find({ indicator: 'errorShare', limit: 0.01 }, stepsWith(0, 5))).toMatchObject({
      outcome: 'fail',
      value: 0.2,
    });
  });

  it('cannot prove a share of exactly nothing', () =>
    expect(find({ indicator: 'errorShare', limit: 0 }, stepsWith(0, 0))).toMatchObject({
      outcome: 'inconclusive',
      why: expect.stringContaining('set the limit above it'),
    }));

  it('is advisory in a phase too short to judge, however bad', () =>
    expect(find({ phase: 'fault' }, stepsWith(20, 0))).toMatchObject({
      outcome: 'advisory',
      samples: 400,
      why: expect.stringContaining('20 s are too short'),
    }));

  it('never passes on zero samples', () =>
    expect(find({}, new Map())).toMatchObject({ outcome: 'inconclusive', samples: 0, value: null, badShare: null }));

  it('names a step that the scenario does not have', () =>
    expect(find({ step: 'brwose' }, stepsWith(0, 0))).toMatchObject({
      outcome: 'inconclusive',
      why: 'the scenario black-friday has no step "brwose"; it has browse, product, cart, checkout',
    }));

  it('names a phase that the run did not come to', () =>
    expect(find({ phase: 'after' }, stepsWith(0, 0))).toMatchObject({
      outcome: 'inconclusive',
      why: expect.stringContaining('no phase after'),
    }));

  it('decides nothing about a fault in a run that plans none, nor about a recovery that was not needed', () => {
    expect(find({ phase: 'after' }, stepsWith(0, 0), { experiment: null }).outcome).toBe('advisory');
    expect(find({ phase: 'recovery' }, stepsWith(0, 0)).outcome).toBe('advisory');
  });

  it('is judged over the seconds in which its fault was in place, the first and the last one whole', () => {
    const ofFault = { phase: null, fault: 'database-out' } as const;
    expect(find(ofFault, stepsWith(0, 0))).toMatchObject({ outcome: 'advisory', samples: 400, ...ofFault });
    expect(find({ ...ofFault, fault: '*' }, stepsWith(0, 0))).toMatchObject({ samples: 400 });
    expect(find({ ...ofFault, fault: 'cache-gone' }, stepsWith(0, 0))).toMatchObject({
      outcome: 'inconclusive',
      why: 'the run has no fault "cache-gone"; it has database-out',
    });
  });
});
