import type { ComparisonOperator, MetricAlarm } from '@aws-sdk/client-cloudwatch';
import { writtenBudgetSchema } from '../../config/budgets-file.ts';
import type { AdoptedMetric } from '../../config/cloud-watch-config.ts';
import { problemsFromIssues } from '../../config/problems.ts';
import type { Problem } from '../../core/errors.ts';
import { indicatorFacts, type Budget, type FindingUnit, type Indicator } from '../../core/wire/budgets.ts';
import { calculationOf, isMetricOf, metricsOf, type AlarmMetric } from './alarm-metric.ts';

/** Why an alarm cannot be a budget: the field of the alarm, what is wrong with it, and what would do. */
interface Refusal {
  readonly path: string;
  readonly message: string;
  readonly received: string;
  readonly allowed: string;
}

const percentiles: Readonly<Record<string, Indicator>> = { p50: 'latencyP50', p95: 'latencyP95', p99: 'latencyP99' };

/** What one of a unit is in the unit of an indicator. */
const conversions: Readonly<Record<Exclude<FindingUnit, 'perSecond'>, Readonly<Record<string, number>>>> = {
  ms: { Seconds: 1_000, Milliseconds: 1, Microseconds: 0.001 },
  s: { Seconds: 1, Milliseconds: 0.001, Microseconds: 0.000_001 },
  ratio: { Percent: 0.01, None: 1 },
  count: { Count: 1, None: 1 },
};

const operators: Readonly<Record<'most' | 'least', readonly ComparisonOperator[]>> = {
  most: ['GreaterThanThreshold', 'GreaterThanOrEqualToThreshold'],
  least: ['LessThanThreshold', 'LessThanOrEqualToThreshold'],
};

const indicatorFor = (wanted: AdoptedMetric['indicator'], statistic: string): Indicator | Refusal => {
  const ofPercentile = percentiles[statistic];
  if (wanted === 'latency')
    return (
      ofPercentile ?? {
        path: 'Statistic',
        message: `${statistic} has no indicator of its own; an average can be held as a percentile that the mapping names`,
        received: statistic,
        allowed: 'p50, p95, p99; or indicator: latencyP95 for an Average',
      }
    );
  const fits = statisticsOf(wanted);
  if (fits.includes(statistic)) return wanted;
  return {
    path: 'Statistic',
    message: `cannot be a budget on ${wanted}`,
    received: statistic || 'none',
    allowed: fits.join(', '),
  };
};

/** Statistics in which a threshold says what the indicator limits. */
const statisticsOf = (indicator: Indicator): readonly string[] => {
  const percentile = Object.keys(percentiles).find((name) => percentiles[name] === indicator);
  if (percentile !== undefined) return [percentile, 'Average'];
  const { unit, over } = indicatorFacts[indicator];
  if (unit === 'perSecond') return ['Sum', 'SampleCount', 'Average'];
  if (unit === 'count') return ['Sum', 'Maximum'];
  return over === 'stretch' ? ['Average'] : ['Maximum', 'Average'];
};

const inUnitOf = (
  indicator: Indicator,
  threshold: number,
  { unit, statistic, periodSeconds }: AlarmMetric,
): number | Refusal => {
  const { unit: wanted } = indicatorFacts[indicator];
  const refusal = (allowed: readonly string[]): Refusal => ({
    path: 'Unit',
    message:
      unit === null
        ? 'the alarm does not say what its metric is measured in, nor does the mapping'
        : `cannot be converted to the unit of ${indicator}`,
    received: unit ?? 'nothing',
    allowed: `${allowed.join(', ')}${unit === null ? '; say it in the mapping: unit' : ''}`,
  });
  if (wanted === 'perSecond') {
    if (statistic === 'Average') return unit === 'Count/Second' ? threshold : refusal(['Count/Second']);
    const counts = statistic === 'SampleCount' || unit === 'Count' || unit === 'None';
    return counts && periodSeconds > 0 ? threshold / periodSeconds : refusal(['Count', 'None']);
  }
  const factor = conversions[wanted][unit ?? ''];
  return factor === undefined
    ? refusal(Object.keys(conversions[wanted]))
    : Number((threshold * factor).toPrecision(12));
};

/** An invariant is broken by the first: above 0, or at least 1. Of everything else no value is exactly the limit. */
const limitOf = (indicator: Indicator, value: number, operator: string): number =>
  indicatorFacts[indicator].unit === 'count' && operator === 'GreaterThanOrEqualToThreshold' ? value - 1 : value;

const refuse = (alarm: MetricAlarm, { path, message, received, allowed }: Refusal): Problem[] => [
  { file: `CloudWatch alarm ${alarm.AlarmName ?? ''}`, path, message, received, allowed },
];

/** The budget that an alarm is by a mapping, or every reason why it cannot be one. */
export const adoptAlarm = (alarm: MetricAlarm, mapping: AdoptedMetric): Budget | Problem[] => {
  const calculation = calculationOf(alarm);
  const [metric] = metricsOf(alarm);
  if (calculation !== null || metric === undefined)
    return refuse(alarm, {
      path: alarm.ThresholdMetricId === undefined ? 'Metrics' : 'ThresholdMetricId',
      message: `cannot be a budget: it ${calculation ?? 'looks at no metric'}`,
      received: `${alarm.Metrics?.length ?? 0} metrics`,
      allowed: 'one metric and a threshold',
    });
  if (metric.unit !== null && mapping.unit !== undefined && mapping.unit !== metric.unit)
    return refuse(alarm, {
      path: 'Unit',
      message: 'is not the unit that the mapping gives',
      received: metric.unit,
      allowed: mapping.unit,
    });
  const indicator = indicatorFor(mapping.indicator, metric.statistic);
  if (typeof indicator !== 'string') return refuse(alarm, indicator);
  const problems: Problem[] = [];
  const operator = alarm.ComparisonOperator ?? '';
  const { limitIs } = indicatorFacts[indicator];
  const allowed = operators[limitIs];
  if (!allowed.some((one) => one === operator))
    problems.push(
      ...refuse(alarm, {
        path: 'ComparisonOperator',
        message: `${indicator} has a limit from ${limitIs === 'most' ? 'above' : 'below'}`,
        received: operator,
        allowed: allowed.join(', '),
      }),
    );
  const value = inUnitOf(indicator, alarm.Threshold ?? 0, { ...metric, unit: metric.unit ?? mapping.unit ?? null });
  if (typeof value !== 'number') return [...problems, ...refuse(alarm, value)];
  const { step, phase, fault } = mapping;
  const written = {
    name: alarm.AlarmName ?? '',
    ...{ indicator, step, phase, fault },
    limit: limitOf(indicator, value, operator),
  };
  const parsed = writtenBudgetSchema.safeParse(written);
  if (!parsed.success)
    problems.push(...problemsFromIssues(`CloudWatch alarm ${written.name}`, parsed.error.issues, written));
  return problems.length > 0 || !parsed.success ? problems : parsed.data;
};

/**
 * The budgets that alarms of a team are by the mappings of the configuration. A budget is called as its alarm.
 * @param where the file of the mappings, for messages
 * @returns also a problem for each alarm on such a metric that cannot be a budget, and for each mapping that no alarm is on.
 */
export const adoptAlarms = (
  alarms: readonly MetricAlarm[],
  mappings: readonly AdoptedMetric[],
  where: string,
): { readonly budgets: readonly Budget[]; readonly problems: readonly Problem[] } => {
  const budgets: Budget[] = [];
  const problems: Problem[] = [];
  mappings.forEach((mapping, index) => {
    const concerned = alarms.filter((alarm) => metricsOf(alarm).some((metric) => isMetricOf(metric, mapping)));
    if (concerned.length === 0)
      problems.push({
        file: where,
        path: `budgets.adopt[${index}]`,
        message: 'no alarm is on this metric with these dimensions',
        received: [
          mapping.namespace,
          mapping.metric,
          ...Object.entries(mapping.dimensions).map((pair) => pair.join('=')),
        ].join(' '),
        allowed: 'the metric of an alarm in the region',
      });
    for (const alarm of concerned) {
      const adopted = adoptAlarm(alarm, mapping);
      if (Array.isArray(adopted)) problems.push(...adopted);
      else budgets.push(adopted);
    }
  });
  return { budgets, problems };
};
