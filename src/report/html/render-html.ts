import { createHash } from 'node:crypto';
import { gameDaySection } from '../game-day/game-day-section.ts';
import type { ReportInput } from '../report-input.ts';
import { buildSeries } from '../series.ts';
import { outcomeWords } from '../words/words.ts';
import type { ReportAssets } from './assets.ts';
import { chartData } from './chart.ts';
import { faultZooms } from './fault-zooms.ts';
import { jsonForScript, markup, trustedText, type Markup } from './markup.ts';
import { runCharts } from './run-charts.ts';
import { booksSection } from './sections/books-section.ts';
import { budgetsSection } from './sections/budgets-section.ts';
import { businessSection } from './sections/business-section.ts';
import { changeSection } from './sections/change-section.ts';
import { chartsSection } from './sections/charts-section.ts';
import { detectionSection } from './sections/detection-section.ts';
import { faultsSection } from './sections/faults-section.ts';
import { keyFigures } from './sections/key-figures.ts';
import { planSection } from './sections/plan-section.ts';
import { recoverySection } from './sections/recovery-section.ts';
import { telemetrySection } from './sections/telemetry-section.ts';
import { validitySection } from './sections/validity-section.ts';
import { slowestSection } from './sections/slowest-section.ts';
import { verdictSection } from './sections/verdict-section.ts';
import { wordsSection } from './sections/words-section.ts';

const parts: readonly (readonly [id: string, name: string])[] = [
  ['over-time', 'Over time'],
  ['latency', 'Latency'],
  ['slowest', 'Slowest'],
  ['faults', 'Faults'],
  ['budgets', 'Budgets'],
  ['recovery', 'Recovery'],
  ['change', 'Change'],
  ['game-day', 'Game day'],
  ['books', 'Books'],
  ['business', 'Business'],
  ['validity', 'Validity'],
  ['plan', 'Plan'],
  ['words', 'Words'],
];

const hashOf = (script: Markup): string => `'sha256-${createHash('sha256').update(script.text).digest('base64')}'`;

/** Nothing is loaded from anywhere, and only the scripts that were inlined here may run. */
const contentPolicy = (scripts: readonly Markup[]): string =>
  `default-src 'none'; script-src ${scripts.map(hashOf).join(' ')}; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'`;

const head = (input: ReportInput, assets: ReportAssets, scripts: readonly Markup[]): Markup =>
  markup`<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${contentPolicy(scripts)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${outcomeWords[input.verdict.verdict].word}: ${input.verdict.runId} · Peakproof</title>
<link rel="icon" href="data:,">
<style>${trustedText(assets.uplotStyle, 'style')}
${trustedText(assets.pageStyle, 'style')}</style>`;

/**
 * The run as one HTML file that needs nothing else: styles, scripts and data are inlined, nothing is fetched. All text from
 * the run is escaped; a content policy allows only the inlined scripts. Pure: the same input gives the same bytes.
 */
export const renderHtml = (input: ReportInput, assets: ReportAssets): string => {
  const { plan, workers } = input.evidence;
  const series = buildSeries({
    workers,
    steps: plan.scenario.steps,
    load: plan.load,
    plannedEndSeconds: plan.timing.endSeconds,
    cpus: plan.environment.cpus,
  });
  const charts = runCharts(input, series);
  const zooms = faultZooms(input, charts.bands, series.endSeconds);
  const data = chartData(series, [
    ...charts.load,
    ...charts.latency,
    ...zooms.flatMap((zoom) => zoom.charts),
    ...charts.telemetry,
    ...charts.generator,
  ]);
  const leftOut = [
    ...(zooms.length === 0 ? ['faults'] : []),
    ...(plan.gameDay === undefined ? ['game-day'] : []),
    ...(input.comparison === null || input.comparison === undefined ? ['change'] : []),
  ];
  const library = trustedText(assets.uplotScript, 'script');
  const modules = assets.pageScripts.map((script) => trustedText(script, 'script'));
  return markup`<!doctype html>
<html lang="en">
<head>
${head(input, assets, [library, ...modules])}
</head>
<body>
<header class="masthead"><span class="brand">Peakproof</span><span class="run">${plan.runId}</span></header>
<main>
${verdictSection(input)}
${keyFigures(input)}
<nav aria-label="Parts of this report">${parts.filter(([id]) => !leftOut.includes(id)).map(([id, name]) => markup`<a href="#${id}">${name}</a>`)}</nav>
${chartsSection(input, series, charts)}${telemetrySection(input, series, charts.telemetry)}
${slowestSection(input, series)}
${faultsSection(input, zooms)}
${budgetsSection(input)}
${recoverySection(input.verdict)}${detectionSection(input.verdict)}
${changeSection(input.comparison)}${gameDaySection(input)}
${booksSection(input.verdict)}
${businessSection(input)}
${validitySection(input.verdict, series, charts)}
${planSection(plan, input.evidence.events)}
${wordsSection()}
</main>
<footer class="muted">Peakproof ${plan.peakproofVersion} · verdict and figures follow from the evidence in the run’s folder; <code>npx peakproof gate ${plan.runId}</code> judges it again.</footer>
<script type="application/json" id="chart-data">${jsonForScript(data)}</script>
<script>${library}</script>
${modules.map((script) => markup`<script type="module">${script}</script>\n`)}</body>
</html>
`.text;
};
