import { describe, expect, it } from 'vitest';
import { judge } from '../judge.ts';
import { healthyRun, syntheticRun, type SyntheticOptions } from '../testing/synthetic-run.ts';
import type { Evidence } from '../evidence.ts';
import type { PlannedExpectations } from '../wire/expectations.ts';
import type { Finding } from '../wire/verdict.ts';

const nothing: PlannedExpectations = { holds: [], neverFails: [], recovery: [] };

const evidenceOf = (expect: Partial<PlannedExpectations>, options: Partial<SyntheticOptions> = {}): Evidence => {
  const evidence = syntheticRun({ ...healthyRun, ...options });
  const { experiment } = evidence.plan;
  if (experiment === null) throw new Error('a synthetic run has an experiment');
  const faults = experiment.faults.map((fault) => ({ ...fault, expect: { ...nothing, ...expect } }));
  return { ...evidence, plan: { ...evidence.plan, experiment: { ...experiment, faults } } };
};

const expected = (evidence: Evidence): Finding[] =>
  judge(evidence).verdict.findings.filter(({ budget }) => budget.startsWith('expected/'));

const own = (step: string) => ({ step, latencyP95Ms: null, errorShare: null });
const untouched = { outages: [{ ...healthyRun.outages[0]!, steps: ['checkout', 'cart'] }] };

describe('a step that is expected to hold', () => {
  it('passes by its own budget while others fail', () => {
    const [finding] = expected(evidenceOf({ holds: [own('browse')] }, untouched));
    expect(finding).toMatchObject({
      budget: 'expected/database-out/browse/holds',
      fault: 'database-out',
      phase: 'fault',
      limit: 1_100,
      outcome: 'pass',
    });
    expect(finding?.value).toBeGreaterThan(100);
    expect(finding?.value).toBeLessThan(1_100);
  });

  it('fails when it was degraded, with the second from which it was', () => {
    const [finding] = expected(evidenceOf({ holds: [own('browse')] }));
    expect(finding?.outcome).toBe('fail');
    expect(finding?.why).toMatch(/attempts were bad while it was in place .*degraded from \d+ s after it went in/);
  });

  it('is judged by the budget of the expectation where it has one', () => {
    const holds = [
      { step: 'browse', latencyP95Ms: 50, errorShare: null },
      { step: 'browse', latencyP95Ms: null, errorShare: 0.2 },
    ];
    expect(expected(evidenceOf({ holds }, untouched)).map(({ outcome, limit }) => [limit, outcome])).toEqual([
      [50, 'fail'],
      [0.2, 'pass'],
    ]);
  });

  it('is in doubt above its allowance without an onset, with too few attempts, and with none', () => {
    const above = { outages: [{ ...healthyRun.outages[0]!, badShare: 0.08, traffic: 1 }] };
    expect(expected(evidenceOf({ holds: [own('browse')] }, above))[0]).toMatchObject({
      outcome: 'inconclusive',
      why: expect.stringContaining('never for long enough') as string,
    });
    expect(expected(evidenceOf({ holds: [own('cart')] }, { ...untouched, virtualUsers: 40 }))[0]).toMatchObject({
      outcome: 'inconclusive',
      why: expect.stringContaining('too few to say') as string,
    });
    const silent = { outages: [{ ...healthyRun.outages[0]!, fromSeconds: 200, toSeconds: 221, traffic: 0 }] };
    expect(expected(evidenceOf({ holds: [own('browse')] }, silent))[0]).toMatchObject({
      outcome: 'inconclusive',
      samples: 0,
    });
  });
});

describe('a step that never fails', () => {
  const faultless = { steps: healthyRun.steps.map((step) => ({ ...step, errorShare: 0 })) };

  it('passes without a failed attempt, however slow', () => {
    const [finding] = expected(evidenceOf({ neverFails: ['browse'] }, { ...faultless, outages: [] }));
    expect(finding).toMatchObject({ outcome: 'pass', value: 0, limit: 0, unit: 'ratio' });
  });

  it('fails at the first, with the count', () => {
    const [finding] = expected(evidenceOf({ neverFails: ['browse'] }, faultless));
    expect(finding).toMatchObject({
      outcome: 'fail',
      why: expect.stringMatching(/^\d+ of \d+ attempts failed/) as string,
    });
  });

  it('is in doubt when hardly anybody tried', () => {
    const [finding] = expected(
      evidenceOf({ neverFails: ['checkout'] }, { ...faultless, outages: [], virtualUsers: 60 }),
    );
    expect(finding).toMatchObject({ outcome: 'inconclusive' });
  });
});

it('cannot tell of a fault that was never applied', () => {
  const evidence = evidenceOf({ holds: [own('browse')], neverFails: ['checkout'] });
  const events = evidence.events.filter(({ type }) => type !== 'fault');
  expect(expected({ ...evidence, events }).map(({ outcome, why }) => [outcome, why])).toEqual([
    ['inconclusive', 'the fault database-out was never applied'],
    ['inconclusive', 'the fault database-out was never applied'],
  ]);
});

describe('a recovery limit of its own', () => {
  const recovery = [{ step: 'browse', indicator: 'serviceRecovery' as const, withinSeconds: 10 }];
  const browse = (evidence: Evidence) =>
    judge(evidence)
      .verdict.findings.filter(({ step, indicator }) => step === 'browse' && indicator === 'serviceRecovery')
      .map(({ budget, outcome }) => [budget, outcome]);

  it('stands in for the default budget of every fault', () => {
    expect(browse(evidenceOf({ recovery }))).toEqual([
      ['browse-back', 'advisory'],
      ['expected/database-out/browse/serviceRecovery', 'fail'],
    ]);
    expect(browse(evidenceOf({ recovery: [{ ...recovery[0]!, withinSeconds: 90 }] }))[1]?.[1]).toBe('pass');
  });

  it('does not loosen a budget of record', () => {
    const evidence = evidenceOf({ recovery: [{ ...recovery[0]!, withinSeconds: 90 }] });
    const budgets = { ...evidence.budgets, source: { kind: 'file' as const, path: 'budgets.json' } };
    expect(browse({ ...evidence, budgets }).map(([, outcome]) => outcome)).toEqual(['pass', 'pass']);
  });
});
