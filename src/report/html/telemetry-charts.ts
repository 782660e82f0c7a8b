import type { TelemetryFile } from '../../core/wire/telemetry.ts';
import type { RunSeries } from '../series.ts';
import { formatFigure } from '../words/format.ts';
import { largest, plain, type ChartSpec } from './chart.ts';

type Series = TelemetryFile['series'][number];

/** A value holds over its whole period; null where there is none. */
const overBuckets = ({ points, periodSeconds }: Series, { startSeconds, bucketSeconds }: RunSeries) =>
  startSeconds.map((start) => {
    const middle = start + bucketSeconds / 2;
    return points.find(([at]) => middle >= at && middle < at + periodSeconds)?.[1] ?? null;
  });

/** Metrics of the shop on the time axis of the run, one chart each. */
export const telemetryCharts = (
  telemetry: TelemetryFile | undefined,
  series: RunSeries,
  shared: Pick<ChartSpec, 'bands' | 'marks'>,
): ChartSpec[] =>
  (telemetry?.series ?? []).map((one, index) => {
    const values = overBuckets(one, series);
    return {
      ...plain,
      ...shared,
      id: `telemetry-${index}`,
      title: one.label,
      reading: one.points.length === 0 ? 'CloudWatch had no value.' : `At most ${formatFigure(largest(values))}.`,
      unit: 'figure',
      size: 'half',
      lines: [{ label: one.statistic, look: 'main', values }],
    };
  });
