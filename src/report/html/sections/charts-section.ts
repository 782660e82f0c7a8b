import type { ReportInput } from '../../report-input.ts';
import type { RunSeries } from '../../series.ts';
import { formatSeconds } from '../../words/format.ts';
import { markup, type Markup } from '../markup.ts';
import type { RunCharts } from '../run-charts.ts';
import { chartFigure } from './chart-figure.ts';
import { runRibbon } from './run-ribbon.ts';

/** The run over time, then p95 and p50 of each step against its budget. */
export const chartsSection = (input: ReportInput, series: RunSeries, charts: RunCharts): Markup =>
  markup`<section id="over-time"><h2>Over time</h2>
${runRibbon(input.phases, charts.bands, charts.marks, series.endSeconds)}
<noscript><p class="notice">Charts are drawn by a script in this page. Without it, the data stands under each heading.</p></noscript>
<div class="charts">${charts.load.map((chart) => chartFigure(chart, series))}</div></section>
<section id="latency"><h2>Latency by step</h2>
<p class="muted">Full latency by the second of sending, over all attempts: one that failed ranks behind every answer. ${input.evidence.workers.length > 1 ? 'All workers together. ' : null}One point is ${formatSeconds(series.bucketSeconds)}.</p>
<p class="legend" aria-hidden="true"><span><i class="key limit"></i>budget for p95</span><span><i class="key unanswered"></i>more than 5 % failed: p95 has no answer</span><span><i class="key band"></i>fault in place</span></p>
<div class="charts">${charts.latency.map((chart) => chartFigure(chart, series))}</div></section>`;
