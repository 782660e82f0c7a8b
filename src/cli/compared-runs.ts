import { readRuns } from '../adapters/run-store/read-runs.ts';
import { compareRuns, differences } from '../core/compare/compare-runs.ts';
import { figuresOfRun } from '../core/compare/figures-of-run.ts';
import { BadInputError } from '../core/errors.ts';
import type { Evidence } from '../core/evidence.ts';
import type { Comparison } from '../core/wire/comparison.ts';
import type { RunFigures } from '../core/wire/run-figures.ts';
import type { CliContext } from './context.ts';
import { runFolder } from './run-folder.ts';

/** The runs that a command line names: folders, ids below reports/, folders of runs, baseline files. Each run once. */
export const runsNamed = (context: CliContext, named: readonly string[]): RunFigures[] => {
  const runs = named.flatMap((place) => readRuns(runFolder(context, place)));
  return [...new Map(runs.map((run) => [run.runId, run])).values()];
};

/** Compares two sets of runs. @throws BadInputError when they are not of the same thing. */
export const comparisonOf = (before: readonly RunFigures[], after: readonly RunFigures[]): Comparison => {
  const found = differences([...before, ...after]);
  if (found.length > 0)
    throw new BadInputError(
      found.map((difference) => ({
        file: 'command line',
        path: 'runs',
        message: 'runs of different things cannot be compared',
        received: difference,
        allowed: 'runs that differ in the shop alone',
      })),
    );
  return compareRuns(before, after);
};

/** The runs that `--baseline` names, read before anything else is done; null without it. */
export const baselineNamed = (
  context: CliContext,
  { baseline }: { readonly baseline?: readonly string[] },
): readonly RunFigures[] | null => (baseline === undefined ? null : runsNamed(context, baseline));

/** How a run differs from its baseline. */
export interface Change {
  /** Null where no baseline was named, or it cannot be compared with. */
  readonly comparison: Comparison | null;
  /** Why it cannot. */
  readonly problem: string | null;
}

/** The change of a run from its baseline. A baseline of other things must not stand in the way of a verdict. */
export const changeFrom = (baseline: readonly RunFigures[] | null, evidence: Evidence): Change => {
  if (baseline === null) return { comparison: null, problem: null };
  try {
    return { comparison: comparisonOf(baseline, [figuresOfRun(evidence)]), problem: null };
  } catch (error) {
    if (!(error instanceof BadInputError)) throw error;
    const problem = error.problems.map((one) => `${one.message}: ${one.received}`).join('; ');
    return { comparison: null, problem: `No change from the baseline is shown: ${problem}` };
  }
};
