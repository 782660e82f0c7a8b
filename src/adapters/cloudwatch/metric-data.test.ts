import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MetricPoint } from '../../core/publishing/metric-point.ts';
import { bytesOfRequest, dataOf, dataOfRequest, packRequests } from './metric-data.ts';

const place = { environment: 'staging', scenario: 'black-friday' };
const pointWith = (values: readonly number[], step: string | null = 'cart'): MetricPoint => ({
  metric: 'StepLatency',
  unit: 'Milliseconds',
  step,
  atMs: Date.UTC(2030, 0, 1),
  values,
  counts: values.map((_, index) => index + 1),
});
const many = (length: number): number[] => Array.from({ length }, (_, index) => index + 0.123);

describe('dataOf', () => {
  it('has the dimensions of the alarms, and a resolution of a second', () => {
    expect(dataOf(pointWith([1.5]), place)).toEqual([
      {
        MetricName: 'StepLatency',
        Unit: 'Milliseconds',
        Timestamp: new Date(Date.UTC(2030, 0, 1)),
        StorageResolution: 1,
        Dimensions: [
          { Name: 'Environment', Value: 'staging' },
          { Name: 'Scenario', Value: 'black-friday' },
          { Name: 'Step', Value: 'cart' },
        ],
        Values: [1.5],
        Counts: [1],
      },
    ]);
    expect(dataOf(pointWith([1], null), place)[0]?.Dimensions?.[2]?.Value).toBe('all-steps');
  });

  it('puts at most 150 values into a datum and loses none', () => {
    const data = dataOf(pointWith(many(301)), place);
    expect(data.map(({ Values }) => Values?.length)).toEqual([150, 150, 1]);
    expect(data.flatMap(({ Values }) => Values)).toEqual(many(301));
    expect(data.flatMap(({ Counts }) => Counts)).toEqual(many(301).map((_, index) => index + 1));
  });
});

describe('packRequests', () => {
  it('keeps every request within the limits of PutMetricData, in order, with every point', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 2_000 }), { maxLength: 60 }), (sizes) => {
        const points = sizes.map((size) => pointWith(many(size)));
        const requests = packRequests(points, place);
        for (const { data } of requests) {
          expect(data.length).toBeLessThanOrEqual(dataOfRequest);
          expect(JSON.stringify(data).length).toBeLessThanOrEqual(bytesOfRequest);
        }
        expect(requests.reduce((sum, { points: whole }) => sum + whole, 0)).toBe(points.length);
        expect(requests.flatMap(({ data }) => data)).toEqual(points.flatMap((point) => dataOf(point, place)));
      }),
      { numRuns: 30 },
    );
  });

  it('begins another request at a thousand data', () => {
    const requests = packRequests(
      Array.from({ length: 1_001 }, () => pointWith([1])),
      place,
    );
    expect(requests.map(({ points }) => points)).toEqual([1_000, 1]);
  });

  it('has nothing to send where there is no point', () => {
    expect(packRequests([], place)).toEqual([]);
  });
});
