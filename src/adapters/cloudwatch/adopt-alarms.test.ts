import type { MetricAlarm } from '@aws-sdk/client-cloudwatch';
import { describe, expect, it } from 'vitest';
import { adoptedMetricSchema, type AdoptedMetric } from '../../config/cloud-watch-config.ts';
import { adoptAlarm, adoptAlarms } from './adopt-alarms.ts';

const mapping = (change: Partial<AdoptedMetric> = {}): AdoptedMetric => ({
  ...adoptedMetricSchema.parse({
    namespace: 'Shop',
    metric: 'CheckoutTime',
    indicator: 'latency',
    step: 'checkout',
    phase: 'steady',
  }),
  ...change,
});
const alarm = (change: Partial<MetricAlarm> = {}): MetricAlarm => ({
  AlarmName: 'checkout-slow',
  Namespace: 'Shop',
  MetricName: 'CheckoutTime',
  Dimensions: [
    { Name: 'Service', Value: 'checkout' },
    { Name: 'Stage', Value: 'staging' },
  ],
  ExtendedStatistic: 'p95',
  Unit: 'Seconds',
  Period: 60,
  Threshold: 2.8,
  ComparisonOperator: 'GreaterThanThreshold',
  ...change,
});
const average = (Unit: MetricAlarm['Unit'], change: Partial<MetricAlarm> = {}): MetricAlarm =>
  alarm({ ExtendedStatistic: undefined, Statistic: 'Average', Unit, ...change });
const refused = (given: MetricAlarm, by: AdoptedMetric = mapping()) => {
  const adopted = adoptAlarm(given, by);
  return Array.isArray(adopted) ? adopted.map(({ path, message }) => `${path}: ${message}`) : adopted;
};

describe('adoptAlarm', () => {
  it('takes the indicator from the percentile, and converts the threshold', () => {
    expect(adoptAlarm(alarm(), mapping())).toEqual({
      name: 'checkout-slow',
      indicator: 'latencyP95',
      step: 'checkout',
      phase: 'steady',
      fault: null,
      limit: 2_800,
    });
    expect(
      adoptAlarm(alarm({ ExtendedStatistic: 'p99', Unit: 'Microseconds', Threshold: 4_000_000 }), mapping()),
    ).toMatchObject({ indicator: 'latencyP99', limit: 4_000 });
  });

  it('reads a metric alarm that is written as a list of one', () => {
    const { Namespace, MetricName, Dimensions, ExtendedStatistic, Unit, Period, ...rest } = alarm();
    const Metric = { Namespace, MetricName, Dimensions };
    const Metrics = [{ Id: 'm1', MetricStat: { Metric, Stat: ExtendedStatistic, Unit, Period } }];
    expect(adoptAlarm({ ...rest, Metrics }, mapping())).toMatchObject({ indicator: 'latencyP95', limit: 2_800 });
  });

  it.each([
    [average('Milliseconds', { Threshold: 900 }), mapping({ indicator: 'latencyP95' }), { limit: 900 }],
    [
      average('Percent', { Threshold: 1, ComparisonOperator: 'GreaterThanOrEqualToThreshold' }),
      mapping({ indicator: 'errorShare' }),
      { indicator: 'errorShare', limit: 0.01 },
    ],
    [
      average('Count', { Statistic: 'Sum', Threshold: 120, ComparisonOperator: 'LessThanThreshold' }),
      mapping({ indicator: 'throughput' }),
      { indicator: 'throughput', limit: 2 },
    ],
    [
      average('Count/Second', { Threshold: 3, ComparisonOperator: 'LessThanOrEqualToThreshold' }),
      mapping({ indicator: 'throughput', step: null }),
      { limit: 3, step: null },
    ],
    [
      average('Count', { Statistic: 'Sum', Threshold: 1, ComparisonOperator: 'GreaterThanOrEqualToThreshold' }),
      mapping({ indicator: 'oversold', step: null, phase: null }),
      { indicator: 'oversold', limit: 0 },
    ],
    [
      average('Seconds', { Statistic: 'Maximum', Threshold: 60 }),
      mapping({ indicator: 'serviceRecovery', phase: null, fault: '*' }),
      { indicator: 'serviceRecovery', limit: 60, fault: '*' },
    ],
  ])('statistics, operators and units (%#)', (given, by, budget) => {
    expect(adoptAlarm(given, by)).toMatchObject(budget);
  });

  it('takes the unit of the mapping where the alarm has none, and refuses two that differ', () => {
    const silent = alarm({ Unit: undefined });
    expect(adoptAlarm(silent, mapping({ unit: 'Seconds' }))).toMatchObject({ limit: 2_800 });
    expect(refused(silent)).toEqual([
      'Unit: the alarm does not say what its metric is measured in, nor does the mapping',
    ]);
    expect(refused(alarm(), mapping({ unit: 'Milliseconds' }))).toEqual([
      'Unit: is not the unit that the mapping gives',
    ]);
  });

  it.each([
    [
      {
        ...alarm(),
        Metrics: [
          { Id: 'e1', Expression: 'm1 / m2' },
          { Id: 'm1', MetricStat: { Metric: {}, Stat: 'Sum', Period: 60 } },
        ],
      },
      'Metrics: cannot be a budget: it calculates (metric math: m1 / m2)',
    ],
    [
      alarm({ ThresholdMetricId: 'ad1', ComparisonOperator: 'GreaterThanUpperThreshold' }),
      'ThresholdMetricId: cannot be a budget: it compares with a band of expected values (anomaly detection)',
    ],
    [
      alarm({ ExtendedStatistic: 'p90' }),
      'Statistic: p90 has no indicator of its own; an average can be held as a percentile that the mapping names',
    ],
    [
      average('Seconds'),
      'Statistic: Average has no indicator of its own; an average can be held as a percentile that the mapping names',
    ],
    [alarm({ ComparisonOperator: 'LessThanThreshold' }), 'ComparisonOperator: latencyP95 has a limit from above'],
    [alarm({ Unit: 'Bytes' }), 'Unit: cannot be converted to the unit of latencyP95'],
  ])('refuses with a reason what cannot be a budget (%#)', (given, reason) => {
    expect(refused(given)).toEqual([reason]);
  });

  it('refuses a count of errors as a share, and what the budget’s own schema refuses', () => {
    expect(refused(average('Count', { Statistic: 'Sum' }), mapping({ indicator: 'errorShare' }))).toEqual([
      'Statistic: cannot be a budget on errorShare',
    ]);
    expect(refused(alarm(), mapping({ step: null }))).toEqual(['step: latencyP95 needs a step']);
    expect(refused(average('None', { Threshold: 5 }), mapping({ indicator: 'errorShare' }))).toEqual([
      'limit: an error share is a ratio below 1',
    ]);
  });
});

describe('adoptAlarms', () => {
  it('adopts every alarm on a metric that has the dimensions of the mapping', () => {
    const critical = alarm({ AlarmName: 'checkout-very-slow', Threshold: 5 });
    const production = alarm({ AlarmName: 'in production', Dimensions: [{ Name: 'Stage', Value: 'production' }] });
    const { budgets, problems } = adoptAlarms(
      [alarm(), critical, production, alarm({ AlarmName: 'else', MetricName: 'CartTime' })],
      [mapping({ dimensions: { Stage: 'staging' } })],
      'k6.config.ts',
    );
    expect(budgets.map(({ name, limit }) => [name, limit])).toEqual([
      ['checkout-slow', 2_800],
      ['checkout-very-slow', 5_000],
    ]);
    expect(problems).toEqual([]);
  });

  it('names a mapping that no alarm is on, and every alarm that cannot be a budget', () => {
    const { problems } = adoptAlarms(
      [alarm({ Unit: 'Bytes' })],
      [mapping(), mapping({ metric: 'CheckoutTimes' })],
      'k6.config.ts',
    );
    expect(problems.map(({ file, path }) => `${file} › ${path}`)).toEqual([
      'CloudWatch alarm checkout-slow › Unit',
      'k6.config.ts › budgets.adopt[1]',
    ]);
  });

  it('sees that an alarm calculates with the metric, and refuses it', () => {
    const Metric = { Namespace: 'Shop', MetricName: 'CheckoutTime' };
    const math: MetricAlarm = {
      AlarmName: 'math',
      Metrics: [
        { Id: 'e1', Expression: 'm1 * 2' },
        { Id: 'm1', MetricStat: { Metric, Stat: 'p95', Period: 60 } },
      ],
    };
    expect(adoptAlarms([math], [mapping()], 'x').problems).toMatchObject([{ path: 'Metrics' }]);
  });
});
