import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { figuresOfRun } from '../../core/compare/figures-of-run.ts';
import { BadInputError } from '../../core/errors.ts';
import { baselineSchema, type RunFigures } from '../../core/wire/run-figures.ts';
import { parseDocument } from './evidence-files.ts';
import { readEvidence } from './read-evidence.ts';

/**
 * Figures of the runs at a path: a run's folder, a folder of runs, or a baseline file.
 * @throws BadInputError when there is neither at the path; KnownError when a run's plan cannot be read.
 */
export const readRuns = (place: string): RunFigures[] => {
  if (!existsSync(place)) throw notThere(place);
  if (statSync(place).isFile()) return readBaseline(place);
  const folders = [place, ...foldersIn(place)].filter((folder) => existsSync(path.join(folder, 'plan.json')));
  if (folders.length === 0) throw notThere(place);
  return folders.map((folder) => figuresOfRun(readEvidence(folder)));
};

const foldersIn = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => path.join(folder, entry.name))
    .toSorted();

const allowed = 'the folder of a run, a folder of runs, or a file of compare --save-baseline';

const notThere = (place: string): BadInputError =>
  new BadInputError([{ file: place, path: '(whole file)', message: 'there is no run here', allowed }]);

const readBaseline = (file: string): RunFigures[] => {
  const { value, problems } = parseDocument(file, readFileSync(file, 'utf8'), baselineSchema);
  if (value !== null) return value.runs;
  throw new BadInputError(
    problems.map(({ what }) => ({ file, path: '(whole file)', message: `is no baseline: it ${what}`, allowed })),
  );
};
