import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { judge } from '../core/judge.ts';
import type { Evidence } from '../core/evidence.ts';
import type { Verdict } from '../core/wire/verdict.ts';
import type { RunStore } from '../ports.ts';
import { renderHtml, renderJunit, renderSummary, renderVerdictJson, type ReportAssets } from '../report/index.ts';

/** uPlot as the HTML report inlines it. */
export const reportAssets = (): ReportAssets => {
  const require = createRequire(import.meta.url);
  const folder = path.dirname(require.resolve('uplot/package.json'));
  const read = (file: string): string => readFileSync(path.join(folder, 'dist', file), 'utf8');
  return { uplotScript: read('uPlot.iife.min.js'), uplotStyle: read('uPlot.min.css') };
};

/** Judges a run's evidence and writes verdict and views into its folder. The same evidence gives the same bytes. */
export const conclude = (store: RunStore, evidence: Evidence): Verdict => {
  const { verdict, phases } = judge(evidence);
  const input = { evidence, verdict, phases };
  store.writeText('verdict.json', renderVerdictJson(verdict));
  store.writeText('report.html', renderHtml(input, reportAssets()));
  store.writeText('junit.xml', renderJunit(input));
  store.writeText('summary.md', renderSummary(input));
  return verdict;
};
