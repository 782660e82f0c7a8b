import { Command } from 'commander';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { readEvidence } from '../../adapters/run-store/read-evidence.ts';
import { openRunStore } from '../../adapters/run-store/run-store.ts';
import { judgeReadiness } from '../../core/readiness/judge-readiness.ts';
import {
  loadReportAssets,
  renderFinal,
  renderReadiness,
  renderReadinessHtml,
  renderReadinessMarkdown,
} from '../../report/index.ts';
import { baselineNamed, changeFrom } from '../compared-runs.ts';
import { conclude } from '../conclude.ts';
import type { CliContext } from '../context.ts';
import { experimentNames } from '../experiment-names.ts';
import { runFolder } from '../run-folder.ts';

interface ReportOptions {
  readonly out?: string;
  readonly baseline?: string[];
  readonly json?: true;
}

const action =
  (context: CliContext) =>
  (runs: string[], options: ReportOptions): void => {
    const shown = { colour: context.outIsTty, width: context.width };
    const baseline = baselineNamed(context, options);
    const judged = runs.map((run) => {
      const folder = runFolder(context, run);
      const evidence = readEvidence(folder);
      const change = changeFrom(baseline, evidence);
      if (change.problem !== null) context.err(`${run}: ${change.problem}`);
      return {
        folder,
        evidence,
        plan: evidence.plan,
        verdict: conclude(openRunStore(folder), evidence, change.comparison),
      };
    });
    const readiness = judgeReadiness(judged, experimentNames(context));
    const files: string[] = [];
    if (judged.length > 1 || options.out !== undefined) {
      const last = judged.at(-1)?.folder ?? context.cwd;
      const folder = options.out === undefined ? path.dirname(last) : path.resolve(context.cwd, options.out);
      const assets = loadReportAssets((file) => readFileSync(file, 'utf8'));
      mkdirSync(folder, { recursive: true });
      files.push(path.join(folder, 'go-no-go.html'), path.join(folder, 'go-no-go.md'));
      writeFileSync(path.join(folder, 'go-no-go.html'), renderReadinessHtml(readiness, assets));
      writeFileSync(path.join(folder, 'go-no-go.md'), renderReadinessMarkdown(readiness));
    }
    if (options.json === true) {
      context.out(JSON.stringify(readiness, null, 2));
      return;
    }
    const [only] = judged;
    if (judged.length === 1 && only !== undefined)
      context.out(`${renderFinal(only.verdict, shown, only.evidence.events, only.plan)}\n`);
    context.out(renderReadiness(readiness, shown));
    for (const { folder } of judged) context.out(`Report: ${path.join(folder, 'report.html')}`);
    for (const file of files) context.out(`Go or no-go: ${file}`);
  };

/** `peakproof report`: views of runs again from their evidence, and the platform's figures over all of them. */
export const reportCommand = (context: CliContext): Command =>
  new Command('report')
    .description('write the views of runs again from their evidence, and say go or no-go over all of them')
    .argument('<run...>', 'folders of runs, or their ids below reports/')
    .option('--out <folder>', 'where go-no-go.html and go-no-go.md go; default: beside the last of several runs')
    .option('--baseline <runs...>', 'runs or baseline files to show the change from, in the report of each run')
    .option('--json', 'print the go or no-go as JSON and nothing else on standard output')
    .addHelpText(
      'after',
      '\nIt reports and gates nothing: the exit code is 0 whatever the answer is.\n\nExamples:\n  $ peakproof report reports/2026-11-27-0830\n  $ peakproof report reports/2026-11-2* --json | jq .answer',
    )
    .action(action(context));
