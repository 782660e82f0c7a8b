import type { RunSeries } from '../../series.ts';
import { formatClock, formatCount, formatFigure, formatMs, formatRatio, noFigure } from '../../words/format.ts';
import type { ChartSpec, ChartUnit } from '../chart.ts';
import { markup, type Markup } from '../markup.ts';

const unitNote: Record<ChartUnit, string> = {
  ms: 'logarithmic',
  ratio: '',
  perSecond: 'per second',
  count: '',
  MiB: 'MiB',
  figure: '',
};

const cell = (value: number | null, unit: ChartUnit): string => {
  if (value === null) return noFigure;
  if (unit === 'ms') return formatMs(value);
  if (unit === 'ratio') return formatRatio(value);
  return unit === 'count' || unit === 'MiB' ? formatCount(value) : formatFigure(value);
};

const dataTable = (chart: ChartSpec, series: RunSeries): Markup => {
  const rows = series.startSeconds.map((start, bucket) => {
    const cells = chart.lines.map(({ label, values }) => {
      const unanswered = label === 'p95' && chart.unanswered?.[bucket] === true;
      return markup`<td>${unanswered ? 'no answer' : cell(values[bucket] ?? null, chart.unit)}</td>`;
    });
    return markup`<tr><th scope="row">${formatClock(start)}</th>${cells}</tr>`;
  });
  return markup`<details class="data"><summary>Data<span class="quiet"> of ${chart.title}</span></summary><div class="scroll" tabindex="0" role="region" aria-label="Data of ${chart.title}"><table class="figures"><thead><tr><th scope="col">from</th>${chart.lines.map(({ label }) => markup`<th scope="col">${label}</th>`)}</tr></thead><tbody>${rows}</tbody></table></div></details>`;
};

/** One chart: heading, the place that the script draws into, and its data as a table for whoever cannot see or run it. */
export const chartFigure = (chart: ChartSpec, series: RunSeries): Markup => {
  const note = chart.scale === 'log' ? unitNote.ms : chart.unit === 'ms' ? '' : unitNote[chart.unit];
  return markup`<figure class="chart ${chart.size}"><figcaption><h3>${chart.title}</h3>${note === '' ? null : markup`<span class="muted">${note}</span>`}</figcaption>
<div class="plot" data-chart="${chart.id}" role="img" aria-label="${chart.title}. ${chart.reading}"></div>
${dataTable(chart, series)}</figure>`;
};
