import { exitCodes, type ExitCode } from '../exit-code.ts';
import type { ChangeOutcome, Comparison, FigureChange } from '../wire/comparison.ts';
import { evidenceVersion } from '../wire/plan.ts';
import type { RunFigure, RunFigures } from '../wire/run-figures.ts';
import { compareFigure, type FigureOverRuns } from './compare-figure.ts';

/**
 * Compares two sets of runs, figure by figure. Pure; the order in which runs are given does not matter.
 *
 * 1. Leave out runs whose figures say nothing. 2. Pair them by time, if they took turns. 3. Compare every figure that all of them have.
 * 4. The worst figure is the outcome.
 *
 * @param before what is compared against; `differences` must be empty for the two sets
 */
export const compareRuns = (before: readonly RunFigures[], after: readonly RunFigures[]): Comparison => {
  const [usableBefore, usableAfter] = [inTime(before.filter(isUsable)), inTime(after.filter(isUsable))];
  const design = tookTurns(usableBefore, usableAfter) ? 'pairs' : 'groups';
  const common = commonFigures(usableBefore, usableAfter);
  const figures = common.map((figure) => compareFigure(figure, design, common.length));
  const outcome = outcomeOf(figures);
  return {
    schemaVersion: evidenceVersion,
    outcome,
    exitCode: exitCodeOf(figures),
    sentence: sentenceOf(figures, usableBefore.length, usableAfter.length),
    design,
    before: usableBefore.map(({ runId }) => runId),
    after: usableAfter.map(({ runId }) => runId),
    leftOut: [...before, ...after].flatMap(({ runId, unusable }) =>
      unusable === null ? [] : [{ runId, why: unusable }],
    ),
    notes: notesOn(usableBefore, usableAfter, design),
    figures,
  };
};

/** What makes two sets of runs incomparable, in words, each once; empty when they are of the same thing. */
export const differences = (runs: readonly RunFigures[]): string[] => {
  const [first] = runs;
  const names = Object.keys(first?.sameOf ?? {});
  return names.flatMap((name) => {
    const values = [...new Set(runs.map(({ sameOf }) => String(sameOf[name] ?? 'none')))];
    return values.length <= 1 ? [] : [`${name}: ${values.join(', ')}`];
  });
};

const isUsable = ({ unusable, startedAt }: RunFigures): boolean => unusable === null && startedAt !== null;

const startOf = ({ startedAt }: RunFigures): number => Date.parse(startedAt ?? '');

const inTime = (runs: readonly RunFigures[]): RunFigures[] => runs.toSorted((a, b) => startOf(a) - startOf(b));

/** Whether pair after pair was run, each of one run of either set, in any order within a pair. */
const tookTurns = (before: readonly RunFigures[], after: readonly RunFigures[]): boolean => {
  if (before.length !== after.length || before.length < 2) return false;
  const pairs = before.map((run, index) => [run, after[index] ?? run].map(startOf));
  return pairs.every((pair, index) => {
    const next = pairs[index + 1];
    return next === undefined || Math.max(...pair) < Math.min(...next);
  });
};

const nameOf = ({ indicator, step, fault }: Omit<RunFigure, 'value'>): string =>
  `${indicator} ${step ?? ''} ${fault ?? ''}`;

const commonFigures = (before: readonly RunFigures[], after: readonly RunFigures[]): FigureOverRuns[] => {
  const [first] = before;
  if (first === undefined || after.length === 0) return [];
  return first.figures.flatMap((figure): FigureOverRuns[] => {
    const valuesIn = (runs: readonly RunFigures[]) =>
      runs.flatMap(({ figures }) => figures.find((other) => nameOf(other) === nameOf(figure))?.value ?? []);
    const values = { before: valuesIn(before), after: valuesIn(after) };
    const inAll = values.before.length === before.length && values.after.length === after.length;
    const { indicator, step, fault } = figure;
    return inAll ? [{ indicator, step, fault, ...values }] : [];
  });
};

const outcomeOf = (figures: readonly FigureChange[]): ChangeOutcome => {
  if (figures.some(({ outcome }) => outcome === 'regression')) return 'regression';
  if (figures.length === 0 || figures.some(isOpen)) return 'noEvidence';
  return figures.some(({ outcome }) => outcome === 'improvement') ? 'improvement' : 'noEvidence';
};

/** A worsening that matters may still be there. */
const isOpen = ({ outcome, worseningExcluded }: FigureChange): boolean =>
  outcome === 'noEvidence' && !worseningExcluded;

const exitCodeOf = (figures: readonly FigureChange[]): ExitCode => {
  if (figures.some(({ outcome }) => outcome === 'regression')) return exitCodes.fail;
  return figures.length === 0 || figures.some(isOpen) ? exitCodes.inconclusive : exitCodes.pass;
};

const subjectOf = ({ indicator, step, fault }: FigureChange): string =>
  [indicator, ...(step === null ? [] : [`of ${step}`]), ...(fault === null ? [] : [`after ${fault}`])].join(' ');

const sentenceOf = (figures: readonly FigureChange[], before: number, after: number): string => {
  const runs = `${before} ${before === 1 ? 'run' : 'runs'} before and ${after} after`;
  const named = (found: readonly FigureChange[]) =>
    [...found.slice(0, 3).map(subjectOf), ...(found.length > 3 ? [`${found.length - 3} more`] : [])].join(', ');
  const of = (outcome: ChangeOutcome) => figures.filter((figure) => figure.outcome === outcome);
  if (figures.length === 0) return `No evidence: no figure can be compared over ${runs}.`;
  if (of('regression').length > 0) return `Regression over ${runs}: ${named(of('regression'))}.`;
  const open = figures.filter(isOpen);
  if (open.length > 0) return `No evidence: ${runs} cannot exclude a worsening of ${named(open)}.`;
  if (of('improvement').length > 0) return `Improvement over ${runs}: ${named(of('improvement'))}.`;
  return `No change: over ${runs} a worsening that matters is excluded for every figure.`;
};

const notesOn = (
  before: readonly RunFigures[],
  after: readonly RunFigures[],
  design: Comparison['design'],
): string[] => {
  const machines = [...new Set([...before, ...after].map(({ machine }) => machine))];
  return [
    ...(design === 'pairs' || before.length + after.length === 0
      ? []
      : [
          'The runs did not take turns: a change of the machine, or of what else runs on it, counts as a change of the shop. Runs of both sets one after the other, in pairs, cancel it out.',
        ]),
    ...(machines.length > 1 ? [`The runs were driven by different machines: ${machines.join('; ')}.`] : []),
  ];
};
