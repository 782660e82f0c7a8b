import { describe, expect, it } from 'vitest';
import { syntheticBudget } from '../testing/synthetic-run.ts';
import type { Invariant } from '../wire/verdict.ts';
import { invariantFindings } from './invariant-findings.ts';

const oversold = (change: Partial<Invariant>): Invariant => ({
  name: 'oversold',
  count: 0,
  limit: 0,
  exercised: { value: 3, least: 1, what: 'SKUs sold out' },
  outcome: 'pass',
  why: 'never broken: 3 SKUs sold out',
  examples: [],
  ...change,
});
const budget = syntheticBudget({ name: 'nothing oversold', indicator: 'oversold', limit: 0 });

describe('invariantFindings', () => {
  it('takes the outcome, the count and the reason of the invariant', () => {
    expect(invariantFindings([budget], [oversold({})])).toMatchObject([
      { budget: 'nothing oversold', outcome: 'pass', value: 0, unit: 'count', samples: 3 },
    ]);
    expect(invariantFindings([budget], [oversold({ outcome: 'fail', count: 4, why: 'sold 4' })])).toMatchObject([
      { outcome: 'fail', value: 4, interval: [4, 4], why: 'sold 4' },
    ]);
  });

  it('has no figure where the invariant was not decided', () => {
    expect(invariantFindings([budget], [oversold({ outcome: 'inconclusive' })])).toMatchObject([
      { outcome: 'inconclusive', value: null, interval: [null, null] },
    ]);
  });

  it('says nothing of other budgets', () => {
    expect(
      invariantFindings([syntheticBudget({ name: 'd', indicator: 'downtime', limit: 1 })], [oversold({})]),
    ).toEqual([]);
  });
});
