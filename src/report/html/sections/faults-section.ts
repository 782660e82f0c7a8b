import type { ReportInput } from '../../report-input.ts';
import { formatClock, formatSeconds } from '../../words/format.ts';
import type { FaultZoom } from '../fault-zooms.ts';
import { markup, type Markup } from '../markup.ts';
import { chartFigure } from './chart-figure.ts';

const zoomed = ({ evidence }: ReportInput, { band, fromSeconds, toSeconds, series, charts }: FaultZoom): Markup => {
  const planned = evidence.plan.experiment?.faults.find(({ name }) => name === band.label);
  const what = planned === undefined ? '' : `${planned.kind} on ${planned.target}, `;
  return markup`<div class="zoom"><h3>${band.label}</h3>
<p class="muted">${what}in place ${formatClock(band.fromSeconds)} to ${formatClock(band.toSeconds)}, ${formatSeconds(band.toSeconds - band.fromSeconds)}; seen from ${formatClock(fromSeconds)} to ${formatClock(toSeconds)}, one point a second.</p>
<div class="charts">${charts.map((chart) => chartFigure(chart, series))}</div></div>`;
};

/** Each fault seen closely: damage, goodput and checkout second by second. Null for a run without one. */
export const faultsSection = (input: ReportInput, zooms: readonly FaultZoom[]): Markup | null =>
  zooms.length === 0
    ? null
    : markup`<section id="faults"><h2>Faults seen closely</h2>${zooms.map((zoom) => zoomed(input, zoom))}</section>`;
