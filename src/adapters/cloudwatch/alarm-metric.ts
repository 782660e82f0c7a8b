import type { Dimension, MetricAlarm, MetricStat } from '@aws-sdk/client-cloudwatch';
import type { AdoptedMetric } from '../../config/cloud-watch-config.ts';

/** The one metric that an alarm looks at. */
export interface AlarmMetric {
  readonly namespace: string;
  readonly metric: string;
  readonly dimensions: readonly Dimension[];
  /** `Average`, `Sum`, `p95`, … */
  readonly statistic: string;
  /** Null where the alarm does not say. */
  readonly unit: string | null;
  readonly periodSeconds: number;
}

const fromStat = (stat: MetricStat | undefined): AlarmMetric => ({
  namespace: stat?.Metric?.Namespace ?? '',
  metric: stat?.Metric?.MetricName ?? '',
  dimensions: stat?.Metric?.Dimensions ?? [],
  statistic: stat?.Stat ?? '',
  unit: stat?.Unit ?? null,
  periodSeconds: stat?.Period ?? 0,
});

/** Every metric that an alarm looks at: several where it calculates. */
export const metricsOf = (alarm: MetricAlarm): readonly AlarmMetric[] => {
  if (alarm.Metrics !== undefined && alarm.Metrics.length > 0)
    return alarm.Metrics.flatMap(({ MetricStat }) => (MetricStat === undefined ? [] : [fromStat(MetricStat)]));
  return [
    {
      namespace: alarm.Namespace ?? '',
      metric: alarm.MetricName ?? '',
      dimensions: alarm.Dimensions ?? [],
      statistic: alarm.ExtendedStatistic ?? alarm.Statistic ?? '',
      unit: alarm.Unit ?? null,
      periodSeconds: alarm.Period ?? 0,
    },
  ];
};

/** What an alarm does with its metrics, where that is more than comparing one with a fixed threshold; null where it is not. */
export const calculationOf = (alarm: MetricAlarm): string | null => {
  if (alarm.ThresholdMetricId !== undefined) return 'compares with a band of expected values (anomaly detection)';
  const expression = alarm.Metrics?.find(({ Expression }) => Expression !== undefined)?.Expression;
  if (expression !== undefined) return `calculates (metric math: ${expression})`;
  return metricsOf(alarm).length === 1 ? null : 'looks at more than one metric';
};

/** Whether a metric is the one of the mapping, with at least its dimensions. */
export const isMetricOf = (
  { namespace, metric, dimensions }: AlarmMetric,
  mapping: Pick<AdoptedMetric, 'namespace' | 'metric' | 'dimensions'>,
): boolean =>
  namespace === mapping.namespace &&
  metric === mapping.metric &&
  Object.entries(mapping.dimensions).every(([name, value]) =>
    dimensions.some(({ Name, Value }) => Name === name && Value === value),
  );
