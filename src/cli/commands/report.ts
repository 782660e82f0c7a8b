import { Command } from 'commander';
import path from 'node:path';
import { readEvidence } from '../../adapters/run-store/read-evidence.ts';
import { openRunStore } from '../../adapters/run-store/run-store.ts';
import { renderFinal } from '../../report/index.ts';
import { conclude } from '../conclude.ts';
import type { CliContext } from '../context.ts';
import { runFolder } from '../run-folder.ts';

/** `peakproof report`: writes the views of one or more runs again from their evidence and says where they are. */
export const reportCommand = (context: CliContext): Command =>
  new Command('report')
    .description('write report.html, junit.xml and summary.md again from the evidence of runs')
    .argument('<run...>', 'folders of runs, or their ids below reports/')
    .addHelpText('after', '\nExample:\n  $ peakproof report reports/2026-11-27-0830')
    .action((runs: string[]) => {
      for (const run of runs) {
        const folder = runFolder(context, run);
        const evidence = readEvidence(folder);
        const verdict = conclude(openRunStore(folder), evidence);
        context.out(renderFinal(verdict, { colour: context.outIsTty, width: context.width }, evidence.events));
        context.out(`Report: ${path.join(folder, 'report.html')}`);
      }
    });
