import type { ReportInput } from '../../report-input.ts';
import type { RunSeries } from '../../series.ts';
import { formatInstant } from '../../words/format.ts';
import type { ChartSpec } from '../chart.ts';
import { markup, type Markup } from '../markup.ts';
import { chartFigure } from './chart-figure.ts';

/** The shop's own metrics beside the load; null where none were asked for. */
export const telemetrySection = (
  { evidence }: ReportInput,
  series: RunSeries,
  charts: readonly ChartSpec[],
): Markup | null => {
  const { telemetry } = evidence;
  if (telemetry === undefined) return null;
  const problems =
    telemetry.problems.length === 0
      ? null
      : markup`<ul class="plain">${telemetry.problems.map((problem) => markup`<li>${problem}</li>`)}</ul>`;
  return markup`<section id="telemetry"><h2>The shop’s own metrics</h2>
<p class="muted">From CloudWatch, read ${formatInstant(telemetry.readAt)}: what it had by then. Shown, never judged.</p>${problems}
<div class="charts">${charts.map((chart) => chartFigure(chart, series))}</div></section>`;
};
