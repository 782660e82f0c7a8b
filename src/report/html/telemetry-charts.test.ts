import { describe, expect, it } from 'vitest';
import type { TelemetryFile } from '../../core/wire/telemetry.ts';
import type { RunSeries } from '../series.ts';
import { telemetryCharts } from './telemetry-charts.ts';

const series = { bucketSeconds: 10, startSeconds: [0, 10, 20, 30, 40] } as unknown as RunSeries;
const telemetry = (points: [number, number][]): TelemetryFile => ({
  schemaVersion: 1,
  runId: 'r',
  readAt: '2026-11-27T08:00:00.000Z',
  series: [{ label: 'connections of the database', statistic: 'Average', periodSeconds: 20, points }],
  problems: [],
});
const shared = { bands: [], marks: [] };

describe('telemetryCharts', () => {
  it('holds a value over its period, which may begin before the run, and leaves gaps where there is none', () => {
    const [chart] = telemetryCharts(
      telemetry([
        [-4, 12.5],
        [24, 80],
      ]),
      series,
      shared,
    );
    expect(chart?.lines[0]?.values).toEqual([12.5, 12.5, 80, 80, null]);
    expect(chart).toMatchObject({ title: 'connections of the database', reading: 'At most 80.', unit: 'figure' });
  });

  it('says so where CloudWatch had nothing, and has no chart where nothing was asked for', () => {
    expect(telemetryCharts(telemetry([]), series, shared)[0]?.reading).toBe('CloudWatch had no value.');
    expect(telemetryCharts(undefined, series, shared)).toEqual([]);
  });
});
