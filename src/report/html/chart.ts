import type { RunSeries } from '../series.ts';

/** `figure`: in whatever unit the chart's title says. */
export type ChartUnit = 'ms' | 'ratio' | 'perSecond' | 'count' | 'MiB' | 'figure';

/** How a line looks; colour is never the only difference. */
export type LineLook = 'main' | 'second' | 'planned' | 'warm';

export interface ChartLine {
  readonly label: string;
  readonly look: LineLook;
  readonly values: readonly (number | null)[];
}

/** A budget over the stretch for which it holds. */
export interface ChartLimit {
  readonly fromSeconds: number;
  readonly toSeconds: number;
  readonly value: number;
}

export interface FaultBand {
  readonly label: string;
  readonly fromSeconds: number;
  readonly toSeconds: number;
}

export interface ChartMark {
  readonly kind: 'onset' | 'recovered';
  readonly atSeconds: number;
}

/** One chart as data: drawn by browser/overlays.mjs and charts.mjs, and written as a table behind the chart. */
export interface ChartSpec {
  readonly id: string;
  readonly title: string;
  /** One sentence: what the chart says to someone who cannot see it. */
  readonly reading: string;
  readonly unit: ChartUnit;
  readonly scale: 'linear' | 'log';
  /** Same range on charts that are read side by side; null = from the data. */
  readonly range: readonly [number, number] | null;
  readonly size: 'wide' | 'half';
  readonly lines: readonly ChartLine[];
  readonly limits: readonly ChartLimit[];
  readonly bands: readonly FaultBand[];
  readonly marks: readonly ChartMark[];
  /** Buckets in which p95 has no answer, shown as a strip along the top. */
  readonly unanswered: readonly boolean[] | null;
  /** Of a chart that shows a part of the run, with points of its own; absent where it shows the whole. */
  readonly window?: {
    readonly fromSeconds: number;
    readonly toSeconds: number;
    readonly startSeconds: readonly number[];
  };
}

/** What the script in the page reads. */
export interface ChartData {
  readonly startSeconds: readonly number[];
  readonly endSeconds: number;
  readonly charts: readonly ChartSpec[];
}

const rounded = (value: number | null): number | null => (value === null ? null : Number(value.toPrecision(4)));

/** Four significant digits are more than a pixel shows; keeps an hour's page small. */
export const chartData = (series: RunSeries, charts: readonly ChartSpec[]): ChartData => ({
  startSeconds: series.startSeconds,
  endSeconds: series.endSeconds,
  charts: charts.map((chart) => ({
    ...chart,
    lines: chart.lines.map((line) => ({ ...line, values: line.values.map(rounded) })),
  })),
});

/** What most charts are: linear, scaled by their data, without budgets. */
export const plain = { scale: 'linear', range: null, limits: [], unanswered: null } as const;

export const figures = (values: readonly (number | null)[]): number[] => values.filter((value) => value !== null);
export const largest = (values: readonly (number | null)[]): number =>
  figures(values).reduce((a, b) => Math.max(a, b), 0);
