import type { ValidityCheck, Verdict } from '../../../core/wire/verdict.ts';
import type { RunSeries } from '../../series.ts';
import { formatWithUnit, noFigure } from '../../words/format.ts';
import { checkWords, worstFirst } from '../../words/words.ts';
import { markup, type Markup } from '../markup.ts';
import type { RunCharts } from '../run-charts.ts';
import { chartFigure } from './chart-figure.ts';
import { outcomeBadge } from './outcome-badge.ts';

const checkRow = (check: ValidityCheck): Markup =>
  markup`<tr class="${check.outcome}"><td data-label="Outcome">${outcomeBadge(check.outcome)}</td>
<th scope="row">${checkWords(check.check)}<span class="why">${check.why}</span></th>
<td data-label="Value" class="number strong">${check.value === null ? noFigure : formatWithUnit(check.value, check.unit)}</td>
<td data-label="Limit" class="number">${formatWithUnit(check.limit, check.unit)}</td></tr>`;

/** Whether the load machine was fit to judge a shop, and its health over time. */
export const validitySection = ({ validity }: Verdict, series: RunSeries, charts: RunCharts): Markup =>
  markup`<section id="validity"><h2>Validity</h2>
<p class="muted">A weak load machine must not be mistaken for a weak shop: where a check does not pass, latency and recovery decide nothing.</p>
<div class="scroll"><table class="stacked"><thead><tr><th scope="col">Outcome</th><th scope="col">Check</th><th scope="col" class="number">Value</th><th scope="col" class="number">Limit</th></tr></thead><tbody>${worstFirst(validity).map(checkRow)}</tbody></table></div>
<div class="charts thirds">${charts.generator.map((chart) => chartFigure(chart, series))}</div></section>`;
