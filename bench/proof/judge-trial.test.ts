import { describe, expect, it } from 'vitest';
import { judge } from '../../src/core/judge.ts';
import { healthyRun, syntheticRun } from '../../src/core/testing/synthetic-run.ts';
import type { Finding, Verdict } from '../../src/core/wire/verdict.ts';
import type { Expectation } from './expectation.ts';
import { judgeTrial } from './judge-trial.ts';
import type { Trial } from './trials.ts';

const { verdict: healthy } = judge(syntheticRun(healthyRun));
const given = { seed: 1, startedAt: '2026-11-27T09:00:00.000Z', wallSeconds: 100 };
const trialOf = (expected: Expectation): Trial => ({
  name: 'breaker-stays-open',
  setup: 'database-outage',
  shop: { defect: 'breaker-stays-open' },
  expected,
});
const healthyTrial: Trial = { name: 'healthy-orders', setup: 'orders', shop: { profile: 'modern' }, expected: null };

const recovery = (change: Partial<Finding>): Verdict => ({
  ...healthy,
  verdict: 'fail',
  findings: [
    {
      budget: 'back',
      step: 'checkout',
      indicator: 'serviceRecovery',
      phase: null,
      fault: 'outage',
      limit: 45,
      unit: 's',
      value: null,
      interval: [null, null],
      samples: 1_000,
      badShare: null,
      outcome: 'fail',
      why: 'degraded and not recovered',
      ...change,
    },
  ],
});
const broken = (name: string): Verdict => ({
  ...healthy,
  verdict: 'fail',
  invariants: healthy.invariants.map((one) =>
    one.name === name ? { ...one, count: 3, outcome: 'fail', why: '3 were' } : one,
  ),
});
const outcomeOf = (expected: Expectation, verdict: Verdict) => {
  const { outcome, figure, failed } = judgeTrial(trialOf(expected), given, { verdict });
  return { outcome, figure, failed };
};

describe('an invariant', () => {
  const expected = { invariant: 'lostOrders' } as const;
  it('is found when it is broken', () => {
    expect(outcomeOf(expected, broken('lostOrders'))).toEqual({
      outcome: 'found',
      figure: '3',
      failed: ['lostOrders'],
    });
  });
  it('is missed when another one is broken: a failed verdict alone proves nothing', () => {
    expect(outcomeOf(expected, broken('oversold'))).toEqual({ outcome: 'missed', figure: '0', failed: ['oversold'] });
  });
  it('is undecided when the books could not be judged', () => {
    const verdict: Verdict = {
      ...healthy,
      invariants: healthy.invariants.map((one) => ({ ...one, outcome: 'inconclusive' })),
    };
    expect(outcomeOf(expected, verdict).outcome).toBe('undecided');
  });
});

describe('a budget', () => {
  const expected = { indicator: 'serviceRecovery', step: 'checkout', neverRecovers: true } as const;
  it('is found when the step never came back', () => {
    expect(outcomeOf(expected, recovery({}))).toEqual({
      outcome: 'found',
      figure: 'never',
      failed: ['serviceRecovery of checkout'],
    });
  });
  it.each([
    ['it came back, though late', { value: 60 }, 'missed'],
    ['it passed', { value: 20, outcome: 'pass' }, 'missed'],
    ['another step failed', { step: 'browse' }, 'undecided'],
    ['it is inconclusive', { outcome: 'inconclusive' }, 'undecided'],
  ] as const)('is not when %s', (_what, change, outcome) => {
    expect(outcomeOf(expected, recovery(change)).outcome).toBe(outcome);
  });
  it('that must hold is found when it passed', () => {
    const holds = { indicator: 'serviceRecovery', step: 'checkout', holds: true } as const;
    expect(outcomeOf(holds, recovery({ value: 20, outcome: 'pass' })).outcome).toBe('found');
    expect(outcomeOf(holds, recovery({})).outcome).toBe('missed');
    expect(outcomeOf(holds, recovery({ outcome: 'inconclusive' })).outcome).toBe('undecided');
  });
  it('that may come back late is found by its limit', () => {
    const late = { indicator: 'serviceRecovery', step: 'checkout' } as const;
    expect(outcomeOf(late, recovery({ value: 60.4 }))).toMatchObject({ outcome: 'found', figure: '60 s of 45' });
  });
});

it('accuses no healthy run but by its verdict', () => {
  expect(judgeTrial(healthyTrial, given, { verdict: healthy }).outcome).toBe('innocent');
  expect(judgeTrial(healthyTrial, given, { verdict: broken('lostOrders') })).toMatchObject({
    outcome: 'accused',
    failed: ['lostOrders'],
  });
});

it('proves nothing without a verdict', () => {
  const result = judgeTrial(healthyTrial, given, { exitCode: 5, logFile: 'console.log' });
  expect(result).toMatchObject({ outcome: 'failed', verdict: null });
  expect(result.why).toContain('console.log');
});
