import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defaultBudgets, referencePlace } from '../../config/default-budgets.ts';
import { phases, type Budget } from '../../core/wire/budgets.ts';
import { invariantNames } from '../../core/wire/invariants.ts';
import { alarmFor, budgetFrom, longestDescription } from './alarm.ts';

const place = { app: 'shop', environment: 'staging', scenario: 'black-friday' };
const checkout: Budget = {
  name: 'checkout is quick',
  indicator: 'latencyP95',
  step: 'checkout',
  phase: 'steady',
  fault: null,
  limit: 2_800,
};

const text = fc.string({ minLength: 1, maxLength: 60, unit: 'grapheme' });
const name = text.filter((each) => !each.startsWith('slo/'));
const limit = fc.double({ min: 0, max: 1e9, noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);
const anyBudget: fc.Arbitrary<Budget> = fc.oneof(
  fc.record({
    name,
    indicator: fc.constantFrom('latencyP50' as const, 'latencyP95' as const, 'latencyP99' as const),
    step: text,
    phase: fc.constantFrom(...phases),
    fault: fc.constant(null),
    limit,
  }),
  fc.record({
    name,
    indicator: fc.constant('errorShare' as const),
    step: text,
    phase: fc.constantFrom(...phases),
    fault: fc.constant(null),
    limit: fc.double({ min: 0, max: 0.999, noNaN: true }).map((value) => value + 0),
  }),
  fc.record({
    name,
    indicator: fc.constantFrom('serviceRecovery' as const, 'selfHealing' as const),
    step: text,
    phase: fc.constant(null),
    fault: fc.oneof(fc.constant('*'), text),
    limit,
  }),
  fc.record({
    name,
    indicator: fc.constantFrom('throughput' as const, 'conversion' as const),
    step: text,
    phase: fc.constant(null),
    fault: text,
    limit: limit.map((value) => value + 0.001),
  }),
  fc.record({
    name,
    indicator: fc.constant('timeToDetect' as const),
    step: fc.constant(null),
    phase: fc.constant(null),
    fault: text,
    limit,
  }),
  fc.record({
    name,
    indicator: fc.constant('downtime' as const),
    step: fc.constant(null),
    phase: fc.constant(null),
    fault: fc.constant(null),
    limit,
  }),
  fc.record({
    name,
    indicator: fc.constantFrom(...invariantNames),
    step: fc.constant(null),
    phase: fc.constant(null),
    fault: fc.constant(null),
    limit: fc.constant(0),
  }),
);

describe('alarmFor', () => {
  it('pages nobody, ignores missing data, and has bounded dimensions', () => {
    expect(alarmFor(checkout, place)).toEqual({
      AlarmName: 'slo/shop/staging/black-friday/checkout/steady/latencyP95',
      AlarmDescription:
        '{"peakproof":1,"budget":{"name":"checkout is quick","indicator":"latencyP95","step":"checkout","phase":"steady","limit":2800}}',
      Namespace: 'Peakproof/shop',
      MetricName: 'StepLatency',
      ExtendedStatistic: 'p95',
      Unit: 'Milliseconds',
      Dimensions: [
        { Name: 'Environment', Value: 'staging' },
        { Name: 'Scenario', Value: 'black-friday' },
        { Name: 'Step', Value: 'checkout' },
      ],
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 2_800,
      ComparisonOperator: 'GreaterThanThreshold',
      TreatMissingData: 'ignore',
      ActionsEnabled: false,
    });
  });

  it('goes off below a limit that is a least', () => {
    const least = { ...checkout, name: 'enough orders', indicator: 'throughput', limit: 3 } as const;
    expect(alarmFor(least, place)).toMatchObject({
      MetricName: 'Throughput',
      Unit: 'Count/Second',
      Statistic: 'Average',
      ComparisonOperator: 'LessThanThreshold',
      Threshold: 3,
    });
  });

  it('and budgetFrom are inverse to one another', () => {
    fc.assert(
      fc.property(anyBudget, (budget) => {
        const alarm = alarmFor(budget, place);
        fc.pre(alarm.AlarmDescription.length <= longestDescription);
        expect(budgetFrom(alarm)).toEqual({ budget });
      }),
    );
  });

  it('gives the default budgets back at their own place, and the name of the place at another', () => {
    for (const budget of defaultBudgets) {
      expect(budgetFrom(alarmFor(budget, referencePlace))).toEqual({ budget });
      const elsewhere = alarmFor(budget, place);
      expect(budgetFrom(elsewhere)).toEqual({ budget: { ...budget, name: elsewhere.AlarmName } });
    }
  });
});

describe('budgetFrom', () => {
  const problemsOf = (change: object) => {
    const read = budgetFrom({ ...alarmFor(checkout, place), ...change });
    return 'problems' in read ? read.problems : [];
  };
  const file = 'CloudWatch alarm slo/shop/staging/black-friday/checkout/steady/latencyP95';

  it.each(['p95 of the checkout', '', undefined])('refuses the description %j', (AlarmDescription) => {
    expect(problemsOf({ AlarmDescription })).toEqual([
      expect.objectContaining({ file, path: 'AlarmDescription', message: 'is not JSON' }),
    ]);
  });

  it('names every field that the schema refuses', () => {
    const AlarmDescription = JSON.stringify({ peakproof: 2, budget: { name: 'x', indicator: 'speed', limit: 'low' } });
    expect(problemsOf({ AlarmDescription }).map((problem) => [problem.file, problem.path])).toEqual([
      [file, 'AlarmDescription.peakproof'],
      [file, 'AlarmDescription.budget.indicator'],
      [file, 'AlarmDescription.budget.limit'],
    ]);
  });

  it('refuses JSON that is no object', () => {
    expect(problemsOf({ AlarmDescription: '[]' })).toMatchObject([{ file, path: 'AlarmDescription' }]);
  });

  it('refuses a threshold that was changed without the description', () => {
    expect(problemsOf({ Threshold: 900 })).toMatchObject([{ path: 'Threshold', received: '900', allowed: '2800' }]);
  });
});
