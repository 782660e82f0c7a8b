import type { MetricDatum } from '@aws-sdk/client-cloudwatch';
import type { BudgetPlace } from '../../config/budget-place.ts';
import type { MetricPoint } from '../../core/publishing/metric-point.ts';
import { allSteps } from './alarm.ts';

/** Limits of PutMetricData. */
const valuesOfDatum = 150;
export const dataOfRequest = 1_000;
export const bytesOfRequest = 1_000_000;

/** A point as data of CloudWatch, with the dimensions that the alarms of budgets have: more than one where it has many values. */
export const dataOf = (point: MetricPoint, { environment, scenario }: Omit<BudgetPlace, 'app'>): MetricDatum[] => {
  const shared = {
    MetricName: point.metric,
    Unit: point.unit,
    Timestamp: new Date(point.atMs),
    StorageResolution: 1,
    Dimensions: [
      { Name: 'Environment', Value: environment },
      { Name: 'Scenario', Value: scenario },
      { Name: 'Step', Value: point.step ?? allSteps },
    ],
  };
  const parts = Math.ceil(point.values.length / valuesOfDatum);
  return Array.from({ length: parts }, (_, part) => ({
    ...shared,
    Values: point.values.slice(part * valuesOfDatum, (part + 1) * valuesOfDatum),
    Counts: point.counts.slice(part * valuesOfDatum, (part + 1) * valuesOfDatum),
  }));
};

/** The data of one request, and how many whole points are delivered once it is. */
export interface MetricRequest {
  readonly data: readonly MetricDatum[];
  readonly points: number;
}

/** Packs points into requests of at most 1,000 data and 1 MB of JSON each; the data of one point stay together. */
export const packRequests = (points: readonly MetricPoint[], place: Omit<BudgetPlace, 'app'>): MetricRequest[] => {
  const requests: MetricRequest[] = [];
  let open: { data: MetricDatum[]; points: number; bytes: number } = { data: [], points: 0, bytes: 0 };
  for (const point of points) {
    const data = dataOf(point, place);
    const bytes = data.reduce((sum, datum) => sum + JSON.stringify(datum).length + 1, 0);
    if (open.points > 0 && (open.data.length + data.length > dataOfRequest || open.bytes + bytes > bytesOfRequest)) {
      requests.push({ data: open.data, points: open.points });
      open = { data: [], points: 0, bytes: 0 };
    }
    open.data.push(...data);
    open.points += 1;
    open.bytes += bytes;
  }
  if (open.points > 0) requests.push({ data: open.data, points: open.points });
  return requests;
};
