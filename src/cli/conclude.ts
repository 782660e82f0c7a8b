import { readFileSync } from 'node:fs';
import { judge } from '../core/judge.ts';
import type { Evidence } from '../core/evidence.ts';
import type { Comparison } from '../core/wire/comparison.ts';
import type { Verdict } from '../core/wire/verdict.ts';
import type { RunStore } from '../ports.ts';
import { loadReportAssets, renderHtml, renderJunit, renderSummary, renderVerdictJson } from '../report/index.ts';

/**
 * Judges a run's evidence and writes verdict and views into its folder. The same evidence gives the same bytes.
 * @param comparison with a baseline, for the report; nothing is judged by it
 */
export const conclude = (store: RunStore, evidence: Evidence, comparison: Comparison | null = null): Verdict => {
  const { verdict, phases } = judge(evidence);
  const input = { evidence, verdict, phases, comparison };
  store.writeText('verdict.json', renderVerdictJson(verdict));
  store.writeText(
    'report.html',
    renderHtml(
      input,
      loadReportAssets((file) => readFileSync(file, 'utf8')),
    ),
  );
  store.writeText('junit.xml', renderJunit(input));
  store.writeText('summary.md', renderSummary(input));
  return verdict;
};
