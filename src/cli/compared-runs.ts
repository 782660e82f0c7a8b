import { readRuns } from '../adapters/run-store/read-runs.ts';
import { compareRuns, differences } from '../core/compare/compare-runs.ts';
import { BadInputError } from '../core/errors.ts';
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
