import { describe, expect, it } from 'vitest';
import { syntheticBudget } from '../testing/synthetic-run.ts';
import { definitionForStep, definitionOf, describeDefinition } from './good-definition.ts';

const p95 = syntheticBudget({ name: 'p95', indicator: 'latencyP95', step: 'browse', phase: 'steady', limit: 1100 });

describe('what good means', () => {
  it.each([
    ['latencyP50', { limitMs: 300, allowance: 0.5 }],
    ['latencyP95', { limitMs: 300, allowance: 0.05 }],
    ['latencyP99', { limitMs: 300, allowance: 0.01 }],
  ] as const)('for %s', (indicator, expected) =>
    expect(definitionOf({ ...p95, indicator, limit: 300 })).toEqual({ ...expected, budget: 'p95' }),
  );

  it('for an error share, latency does not matter', () =>
    expect(definitionOf({ ...p95, indicator: 'errorShare', limit: 0.01 })).toEqual({
      limitMs: null,
      allowance: 0.01,
      budget: 'p95',
    }));

  it('is nothing for a recovery budget', () => expect(definitionOf({ ...p95, indicator: 'downtime' })).toBeNull());

  it('for a step, prefers the steady phase and its 95th percentile', () => {
    const others = [
      syntheticBudget({ name: 'after', indicator: 'latencyP95', step: 'browse', phase: 'after', limit: 2 }),
      syntheticBudget({ name: 'errors', indicator: 'errorShare', step: 'browse', phase: 'steady', limit: 0.01 }),
      syntheticBudget({ name: 'half', indicator: 'latencyP50', step: 'browse', phase: 'steady', limit: 100 }),
    ];
    expect(definitionForStep('browse', [...others, p95]).budget).toBe('p95');
    expect(definitionForStep('browse', others).budget).toBe('errors');
    expect(definitionForStep('browse', others.slice(0, 1)).budget).toBe('after');
  });

  it('for a step without a usable budget, is errors alone', () => {
    const useless = syntheticBudget({
      name: 'none',
      indicator: 'errorShare',
      step: 'browse',
      phase: 'steady',
      limit: 0,
    });
    expect(definitionForStep('browse', [useless])).toEqual({ limitMs: null, allowance: 0.05, budget: null });
    expect(describeDefinition(definitionForStep('browse', []))).toMatch(/no budget says what good means/);
  });
});
