import { createHash } from 'node:crypto';
import type { Budget } from '../../../core/wire/budgets.ts';
import type { Audience } from '../../live/audience.ts';
import type { FollowedRun } from '../../live/follow-run.ts';
import { formatSeconds } from '../../words/format.ts';
import type { ReportAssets } from '../assets.ts';
import { chartData, type ChartSpec } from '../chart.ts';
import { jsonForScript, markup, trustedText, type Markup } from '../markup.ts';
import { liveCharts } from './live-charts.ts';

/** Parts of the page that a mode adds, e.g. a game day; markup of our own. */
export interface LivePageParts {
  readonly aboveCharts: Markup | null;
  readonly belowCharts: Markup | null;
  /** Modules that run after those of the page. */
  readonly scripts: readonly string[];
}

export interface LivePageRequest {
  readonly run: FollowedRun;
  readonly budgets: readonly Budget[];
  readonly audience: Audience;
  readonly revealed: boolean;
  readonly assets: ReportAssets;
  readonly parts: LivePageParts;
}

const hashOf = (script: Markup): string => `'sha256-${createHash('sha256').update(script.text).digest('base64')}'`;

const figure = ({ id, title, reading, size, scale }: ChartSpec): Markup =>
  markup`<figure class="chart ${size}"><figcaption><h3>${title}</h3>${scale === 'log' ? markup`<span class="muted">logarithmic</span>` : null}</figcaption>
<div class="plot" data-chart="${id}" role="img" aria-label="${title}. ${reading}"></div>
<details class="data" data-table="${id}"><summary>Data<span class="quiet"> of ${title}</span></summary><div class="scroll" tabindex="0" role="region" aria-label="Data of ${title}"></div></details></figure>`;

const stopControl = markup`<div class="stop"><button type="button" class="danger" data-action="stop" data-confirm="Press again: faults are healed and the load ends">Stop and heal</button></div>`;

const titles: Record<Audience, string> = { operator: 'Operator', responder: 'Responders' };

/**
 * The live page: the report's charts while they fill, the figures of the terminal, budgets with their state. One file without anything from
 * elsewhere; it asks the address that it came from for what is new (server-sent events), and begins anew after a reload.
 */
export const renderLivePage = ({ run, budgets, audience, revealed, assets, parts }: LivePageRequest): string => {
  const series = run.series();
  const charts = liveCharts(run, series, budgets, { audience, revealed });
  const data = chartData(series, [...charts.load, ...charts.latency, ...charts.generator]);
  const library = trustedText(assets.uplotScript, 'script');
  const modules = [...assets.pageScripts, assets.liveScript, ...parts.scripts].map((script) =>
    trustedText(script, 'script'),
  );
  const policy = `default-src 'none'; script-src ${[library, ...modules].map(hashOf).join(' ')}; style-src 'unsafe-inline'; img-src data:; connect-src 'self'; base-uri 'none'; form-action 'none'`;
  const { plan } = run;
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<meta name="referrer" content="no-referrer">
<title>Live: ${plan.runId} · Peakproof</title>
<link rel="icon" href="data:,">
<style>${trustedText(assets.uplotStyle, 'style')}
${trustedText(assets.pageStyle, 'style')}
${trustedText(assets.liveStyle, 'style')}</style>
</head>
<body data-run="${plan.runId}" data-audience="${audience}">
<header class="masthead"><span class="brand">Peakproof</span><span class="run">${plan.runId}</span><span class="audience">${titles[audience]}</span><span class="connection" id="connection" role="status">connecting …</span></header>
<main>
<section class="hero live" aria-labelledby="where">
<div class="live-head"><h1 id="where">starting</h1><p class="clock" id="clock"></p></div>
<progress id="progress" max="1" value="0" aria-label="Of the whole run"></progress>
<p class="facts-line" id="facts"></p>
<p class="fault-line" id="fault" role="status"></p>
<p class="muted" id="next"></p>
<ul class="warnings" id="warnings" role="alert"></ul>
<div class="outcome" id="outcome" role="status" hidden></div>
${audience === 'operator' ? stopControl : null}
<p class="answer" id="answer" role="status"></p>
</section>
${parts.aboveCharts}
<section id="now"><h2>Last seconds</h2>
<div class="scroll"><table class="now"><thead><tr><th scope="col">Step</th><th scope="col" class="number">p95</th><th scope="col">Budget</th><th scope="col"><span class="quiet">Share of the budget</span></th><th scope="col" class="number">Attempts</th></tr></thead><tbody id="steps"></tbody></table></div></section>
<section id="budgets"><h2>Budgets so far</h2>
<p class="muted">Nothing is decided before the end: intervals and the fitness of the load machine are judged then.</p>
<div class="scroll"><table class="now"><thead><tr><th scope="col">State</th><th scope="col">Budget</th><th scope="col" class="number">So far</th><th scope="col" class="number">Allowed</th><th scope="col" class="number">Attempts</th></tr></thead><tbody id="budget-rows"></tbody></table></div></section>
<section id="over-time"><h2>Over time</h2><div class="charts">${charts.load.map(figure)}</div></section>
<section id="latency"><h2>Latency by step</h2>
<p class="muted">Full latency by the second of sending; a failed attempt ranks behind every answer. One point is ${formatSeconds(series.bucketSeconds)}; the last ${formatSeconds(plan.load.patienceSeconds)} may still change.</p>
<div class="charts">${charts.latency.map(figure)}</div></section>
${parts.belowCharts}
<section id="generator"><h2>The load machine</h2><div class="charts thirds">${charts.generator.map(figure)}</div></section>
${audience === 'operator' ? markup`<section id="log"><h2>What the run did</h2><ol class="stages" id="stages"></ol></section>` : null}
</main>
<footer class="muted">Peakproof ${plan.peakproofVersion} · this page ends with the run; its report stays.</footer>
<script type="application/json" id="chart-data">${jsonForScript({ ...data, live: true })}</script>
<script>${library}</script>
${modules.map((script) => markup`<script type="module">${script}</script>\n`)}</body>
</html>
`.text;
};
