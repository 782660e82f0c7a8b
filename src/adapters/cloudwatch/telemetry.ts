import {
  GetMetricDataCommand,
  type GetMetricDataCommandOutput,
  type MetricDataResult,
} from '@aws-sdk/client-cloudwatch';
import type { TelemetryMetric } from '../../config/cloud-watch-config.ts';
import type { CloudWatch } from './cloud-watch.ts';

/** One metric over time; instants in ms since the epoch, by this machine's clock. */
export interface MetricSeries {
  readonly points: readonly { readonly atMs: number; readonly value: number }[];
  /** Why some or all of it is missing; null where nothing is known to be. */
  readonly problem: string | null;
}

/** Goes on from page to page, but not for ever. */
const mostPages = 50;

const problemOf = (label: string, results: readonly MetricDataResult[], complete: boolean): string | null => {
  const said = results.flatMap(({ Messages }) => (Messages ?? []).map(({ Value }) => Value ?? ''));
  const status = results.at(-1)?.StatusCode;
  if (results.length === 0) return `${label}: CloudWatch said nothing about it`;
  if (status === 'Complete' && complete && said.length === 0) return null;
  return [`${label}: ${complete ? (status ?? 'incomplete') : 'incomplete'}`, ...said].join('; ');
};

/**
 * Reads metrics with `cloudwatch:GetMetricData`, page after page.
 * @returns a series for each metric, in the order asked for
 * @throws NotReadyError
 */
export const readMetrics = async (
  cloudWatch: CloudWatch,
  metrics: readonly TelemetryMetric[],
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
): Promise<readonly MetricSeries[]> => {
  const aheadMs = (cloudWatch.clockAheadSeconds() ?? 0) * 1_000;
  const MetricDataQueries = metrics.map(({ namespace, metric, dimensions, statistic, periodSeconds }, index) => ({
    Id: `m${index}`,
    MetricStat: {
      Metric: {
        Namespace: namespace,
        MetricName: metric,
        Dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
      },
      Period: periodSeconds,
      Stat: statistic,
    },
  }));
  const results: MetricDataResult[] = [];
  const messages: string[] = [];
  let token: string | undefined;
  let pages = 0;
  do {
    const request = new GetMetricDataCommand({
      MetricDataQueries,
      StartTime: new Date(fromMs + aheadMs),
      EndTime: new Date(toMs + aheadMs),
      ScanBy: 'TimestampAscending',
      ...(token === undefined ? {} : { NextToken: token }),
    });
    const page: GetMetricDataCommandOutput = await cloudWatch.call('GetMetricData', (client, options) =>
      client.send(request, options),
    );
    results.push(...(page.MetricDataResults ?? []));
    messages.push(...(page.Messages ?? []).map(({ Value }) => Value ?? ''));
    token = page.NextToken === '' ? undefined : page.NextToken;
    pages += 1;
  } while (token !== undefined && pages < mostPages);
  return metrics.map(({ label }, index) => {
    const own = results.filter(({ Id }) => Id === `m${index}`);
    const points = own
      .flatMap(({ Timestamps = [], Values = [] }) =>
        Timestamps.map((at, position) => ({ atMs: at.getTime() - aheadMs, value: Values[position] ?? Number.NaN })),
      )
      .filter(({ value }) => Number.isFinite(value))
      .sort((a, b) => a.atMs - b.atMs);
    const problem = problemOf(label, own, token === undefined);
    return { points, problem: problem === null && messages.length > 0 ? messages.join('; ') : problem };
  });
};
