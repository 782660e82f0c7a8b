import { describe, expect, it } from 'vitest';
import type { Budget } from '../../core/wire/budgets.ts';
import { planAlarms } from './plan-alarms.ts';

const place = { app: 'shop', environment: 'staging', scenario: 'black-friday' };
const budget = (change: Partial<Budget>): Budget => ({
  name: 'a',
  indicator: 'latencyP95',
  step: 'cart',
  phase: 'steady',
  fault: null,
  limit: 1_100,
  ...change,
});
const messagesOf = (budgets: readonly Budget[]) =>
  planAlarms(budgets, place, 'b.json').problems.map(({ path, message }) => `${path} ${message}`);

describe('planAlarms', () => {
  it('keeps the order of the budgets', () => {
    const { alarms, problems } = planAlarms([budget({}), budget({ step: 'browse' })], place, 'b.json');
    expect(problems).toEqual([]);
    expect(alarms.map(({ Dimensions }) => Dimensions[2]?.Value)).toEqual(['cart', 'browse']);
  });

  it('refuses two budgets that would share an alarm', () => {
    expect(messagesOf([budget({}), budget({ name: 'b', limit: 900 })])).toEqual([
      'budgets[1] limits the same as budgets[0]',
    ]);
  });

  it.each([
    [budget({ step: 's'.repeat(255) }), 'budgets[0] the name of its alarm is too long'],
    [budget({ step: 'cart\u0007' }), 'budgets[0] its step cannot be a dimension'],
    [budget({ step: 'größe' }), 'budgets[0] its step cannot be a dimension'],
    [budget({ step: '' }), 'budgets[0] its step cannot be a dimension'],
    [budget({ name: '"'.repeat(255), step: '\\'.repeat(255) }), 'budgets[0] is too long for an alarm'],
  ])('refuses what CloudWatch does not take (%#)', (refused, message) => {
    expect(messagesOf([refused])).toContain(message);
  });
});
