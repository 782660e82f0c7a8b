import { Command } from 'commander';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { BadInputError } from '../../core/errors.ts';
import { evidenceVersion } from '../../core/wire/plan.ts';
import type { Baseline, RunFigures } from '../../core/wire/run-figures.ts';
import { renderComparison } from '../../report/index.ts';
import { comparisonOf, runsNamed } from '../compared-runs.ts';
import type { CliContext } from '../context.ts';

interface CompareOptions {
  readonly baseline?: string[];
  readonly saveBaseline?: string;
  readonly json?: true;
}

const save = (context: CliContext, file: string, runs: readonly RunFigures[]): void => {
  const usable = runs.filter(({ unusable }) => unusable === null);
  for (const { runId, unusable } of runs)
    if (unusable !== null) context.err(`Left out of the baseline: ${runId}, because ${unusable}.`);
  if (usable.length === 0)
    throw new BadInputError([
      {
        file: 'command line',
        path: 'runs',
        message: 'no run whose figures could be kept',
        allowed: 'runs that came to their end',
      },
    ]);
  const baseline: Baseline = { schemaVersion: evidenceVersion, kind: 'baseline', runs: usable };
  writeFileSync(path.resolve(context.cwd, file), `${JSON.stringify(baseline, null, 2)}\n`);
  context.err(`Baseline of ${usable.length} ${usable.length === 1 ? 'run' : 'runs'} written: ${file}`);
};

/** `peakproof compare`: runs against a baseline, usable as a gate: 1 regression, 2 a regression cannot be excluded, 0 otherwise. */
export const compareCommand = (context: CliContext): Command =>
  new Command('compare')
    .description('compare runs with a baseline: regression, improvement or no evidence, figure by figure')
    .argument('<runs...>', 'runs after the change: folders, ids below reports/, folders of runs, or baseline files')
    .option('--baseline <runs...>', 'runs before the change, named in the same ways')
    .option('--save-baseline <file>', 'keep the figures of <runs> in one small file, to compare with later')
    .option('--json', 'print the comparison as JSON')
    .addHelpText(
      'after',
      [
        '',
        'Let runs take turns (before, after, after, before, …): pairs cancel out what the machine does. Ten pairs find 15 %.',
        'Exit codes: 0 a worsening of 10 % is excluded, 1 regression, 2 no evidence (too few runs, or they differ too much).',
        '',
        'Examples:',
        '  $ peakproof compare reports/new-* --baseline reports/old-*',
        '  $ peakproof compare reports/old-* --save-baseline baseline.json',
        '  $ peakproof compare reports/2026-11-27-0830 --baseline baseline.json --json',
      ].join('\n'),
    )
    .action((named: string[], options: CompareOptions) => {
      if (options.baseline === undefined && options.saveBaseline === undefined)
        throw new BadInputError([
          {
            file: 'command line',
            path: '--baseline',
            message: 'missing: compared with what?',
            allowed: '--baseline <runs...>, or --save-baseline <file>',
          },
        ]);
      const after = runsNamed(context, named);
      if (options.baseline !== undefined) {
        const comparison = comparisonOf(runsNamed(context, options.baseline), after);
        context.out(
          options.json === true
            ? JSON.stringify(comparison)
            : renderComparison(comparison, { colour: context.outIsTty, width: context.width }),
        );
        context.setExitCode(comparison.exitCode as 0 | 1 | 2);
      }
      if (options.saveBaseline !== undefined) save(context, options.saveBaseline, after);
    });
