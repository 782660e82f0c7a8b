import { describe, expect, it } from 'vitest';
import { budgetSchema } from '../core/wire/budgets.ts';
import { checkBudgetsAgainstPlan } from './budgets-file.ts';
import { defaultBudgets } from './default-budgets.ts';
import { blackFriday } from './scenarios.ts';

describe('defaultBudgets', () => {
  it('fit the schema and the scenario, each under a name of its own', () => {
    for (const budget of defaultBudgets) expect(budgetSchema.parse(budget)).toEqual(budget);
    expect(checkBudgetsAgainstPlan(defaultBudgets, { steps: blackFriday.steps, faults: [], file: '' })).toEqual([]);
    expect(new Set(defaultBudgets.map(({ name }) => name)).size).toBe(defaultBudgets.length);
  });

  it('are named by place', () => {
    expect(defaultBudgets.map(({ name }) => name)).toEqual([
      'slo/reference-shop/local/black-friday/browse/steady/latencyP95',
      'slo/reference-shop/local/black-friday/search/steady/latencyP95',
      'slo/reference-shop/local/black-friday/product/steady/latencyP95',
      'slo/reference-shop/local/black-friday/cart/steady/latencyP95',
      'slo/reference-shop/local/black-friday/checkout/steady/latencyP95',
      'slo/reference-shop/local/black-friday/checkout/steady/errorShare',
      'slo/reference-shop/local/black-friday/browse/any-fault/serviceRecovery',
      'slo/reference-shop/local/black-friday/checkout/any-fault/serviceRecovery',
      'slo/reference-shop/local/black-friday/all-steps/whole-run/downtime',
    ]);
  });
});
