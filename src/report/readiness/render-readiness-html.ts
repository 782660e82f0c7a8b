import type { FigureOverRuns, Readiness } from '../../core/readiness/judge-readiness.ts';
import type { Standing } from '../../core/readiness/figures.ts';
import type { Outcome } from '../../core/wire/verdict.ts';
import type { ReportAssets } from '../html/assets.ts';
import { markup, trustedText, type Markup } from '../html/markup.ts';
import { formatCount, formatInstant } from '../words/format.ts';
import { outcomeWords } from '../words/words.ts';
import { answerWords, readinessRows, standingWords, type ReadinessRow } from './readiness-words.ts';

const toneOf = (standing: Standing): Outcome => (standing === 'untested' ? 'advisory' : standing);

const badge = (standing: Standing): Markup =>
  markup`<span class="badge ${toneOf(standing)}"><span class="sign" aria-hidden="true">${standingWords[standing].sign}</span>${standingWords[standing].word}</span>`;

const width = 120;
const height = 30;

/** The figure over the runs against its target, as a small picture; the values stand beside it as text. */
const sparkline = ({ runs, target }: FigureOverRuns): Markup | null => {
  const values = runs.map(({ value }) => value);
  const known = values.filter((value) => value !== null);
  if (known.length < 2) return null;
  const top = Math.max(target, ...known, 1e-9) * 1.1;
  const x = (at: number): string => (4 + ((width - 8) * at) / Math.max(1, values.length - 1)).toFixed(1);
  const y = (value: number): string => (height - 3 - ((height - 6) * value) / top).toFixed(1);
  const points = values.flatMap((value, at) => (value === null ? [] : [`${x(at)},${y(value)}`]));
  const [lastX = '', lastY = ''] = (points.at(-1) ?? '').split(',');
  return markup`<svg class="spark" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" aria-hidden="true"><line class="allowance" x1="4" x2="${width - 4}" y1="${y(target)}" y2="${y(target)}" stroke-dasharray="4 3"/><polyline points="${points.join(' ')}"/><circle cx="${lastX}" cy="${lastY}" r="3"/></svg>`;
};

const figureRow = (row: ReadinessRow, figure: FigureOverRuns): Markup =>
  markup`<tr class="${toneOf(row.standing)}"><td data-label="Outcome">${badge(row.standing)}</td>
<th scope="row">${row.title}<span class="why">${row.why}</span></th>
<td data-label="Last run" class="number strong">${row.value}</td>
<td data-label="Asked for" class="number">${row.target}<span class="sub">before: ${row.before}</span></td>
<td data-label="Trend">${row.trend}${sparkline(figure)}<span class="sub">${row.overRuns}</span></td></tr>`;

const runRow = ({ runId, startedAt, verdict, virtualUsers, experiment }: Readiness['runs'][number]): Markup =>
  markup`<tr><th scope="row"><code>${runId}</code></th><td data-label="Started">${startedAt === null ? 'never' : formatInstant(startedAt)}</td><td data-label="Verdict">${outcomeWords[verdict].sign} ${outcomeWords[verdict].word}</td><td data-label="Virtual users" class="number">${formatCount(virtualUsers)}</td><td data-label="Experiment">${experiment ?? 'none'}</td></tr>`;

/** Go or no-go over several runs as one HTML file that needs nothing else, no script either. */
export const renderReadinessHtml = (readiness: Readiness, assets: Pick<ReportAssets, 'pageStyle'>): string => {
  const { sign, word, sentence, tone } = answerWords[readiness.answer];
  const rows = readinessRows(readiness);
  const style = `.spark polyline{fill:none;stroke:var(--chart-main);stroke-width:1.75}.spark circle{fill:var(--chart-main)}.spark .allowance{stroke:var(--limit)}.spark{display:block;margin:4px 0}`;
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${word} · Peakproof</title>
<link rel="icon" href="data:,">
<style>${trustedText(`${assets.pageStyle}\n${style}`, 'style')}</style>
</head>
<body>
<header class="masthead"><span class="brand">Peakproof</span><span class="muted">go or no-go over ${formatCount(readiness.runs.length)} run${readiness.runs.length === 1 ? '' : 's'}</span></header>
<main>
<section class="hero ${toneOf(tone)}" aria-labelledby="answer"><p class="verdict-line"><span class="badge ${toneOf(tone)}"><span class="sign" aria-hidden="true">${sign}</span>${word}</span></p><h1 id="answer">${sentence}</h1></section>
<section id="figures"><h2>The platform’s figures</h2>
<p class="muted">Each as the last run that put it to the test left it. Averages in the source of these figures are held here as p95. Dashed: what is asked for.</p>
<div class="scroll"><table class="stacked"><thead><tr><th scope="col">Outcome</th><th scope="col">Figure</th><th scope="col" class="number">Last run</th><th scope="col" class="number">Asked for</th><th scope="col">Trend</th></tr></thead><tbody>${rows.map(
    (row, at) => {
      const figure = readiness.figures[at];
      return figure === undefined ? null : figureRow(row, figure);
    },
  )}</tbody></table></div></section>
<section id="untested"><h2>Still untested</h2>${
    readiness.untested.length === 0
      ? markup`<p class="muted">Nothing that these runs could have shown.</p>`
      : markup`<ul class="plain">${readiness.untested.map((text) => markup`<li>${text}</li>`)}</ul>`
  }</section>
<section id="runs"><h2>Runs</h2><div class="scroll"><table class="stacked"><thead><tr><th scope="col">Run</th><th scope="col">Started</th><th scope="col">Verdict</th><th scope="col" class="number">Virtual users</th><th scope="col">Experiment</th></tr></thead><tbody>${readiness.runs.map(runRow)}</tbody></table></div></section>
</main>
</body>
</html>
`.text;
};
