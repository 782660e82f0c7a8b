import { comparedUnits, type RunFigure } from '../wire/run-figures.ts';
import type { FigureChange } from '../wire/comparison.ts';
import { roundFigures } from '../rounding.ts';
import { leastChange, scales, type Scale } from './scale.ts';
import { boundsOf, groupShift, pairedShift, type Shift } from './shift.ts';

/** One figure over the runs of both sides, in the order of the pairs where runs took turns. */
export interface FigureOverRuns extends Omit<RunFigure, 'value'> {
  readonly before: readonly number[];
  readonly after: readonly number[];
}

/** A comparison says "regression" of a shop that did not change in at most 5 % of cases, all figures together. */
const alphaOfComparison = 0.05;
/** Bounds by which a worsening is excluded, and those that are shown. */
const shownAlpha = 0.05;

/**
 * Compares one figure. A regression is a worsening by at least 10 % (`scales`) whose lower bound is above 0 by the spread between runs, at
 * 5 % divided by the number of figures; an improvement is the mirror image. Anything else is no evidence, and then the upper bound
 * says whether a worsening that matters is excluded.
 */
export const compareFigure = (
  figure: FigureOverRuns,
  design: 'pairs' | 'groups',
  figuresCompared: number,
): FigureChange => {
  const scale = scales[figure.indicator];
  const places = { before: figure.before.map(scale.place), after: figure.after.map(scale.place) };
  const shift = (design === 'pairs' ? pairedShift : groupShift)(places.before, places.after);
  const mean = shift?.mean ?? meanOf(places.after) - meanOf(places.before);
  const shown = shift === null ? null : boundsOf(shift, shownAlpha);
  const least = scale.least(meanOf(figure.before));
  const change = (at: number) => roundFigures(scale.change(at));
  return {
    indicator: figure.indicator,
    step: figure.step,
    fault: figure.fault,
    unit: comparedUnits[figure.indicator],
    before: roundFigures(centre(scale, figure.before)),
    after: roundFigures(centre(scale, figure.after)),
    change: change(mean),
    changeIs: scale.changeIs,
    interval: shown === null ? null : sorted(change(shown.low), change(shown.high)),
    worseningExcluded: shown !== null && shown.high < least,
    ...decide(shift, least, alphaOfComparison / figuresCompared, figure),
  };
};

const meanOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

const centre = ({ changeIs }: Scale, values: readonly number[]): number =>
  changeIs === 'ratio' && values.every((value) => value > 0)
    ? Math.exp(meanOf(values.map((value) => Math.log(value))))
    : meanOf(values);

const sorted = (a: number, b: number): [number, number] => (a <= b ? [a, b] : [b, a]);

const decide = (
  shift: Shift | null,
  least: number,
  alpha: number,
  { before, after }: FigureOverRuns,
): Pick<FigureChange, 'outcome' | 'why'> => {
  if (shift === null)
    return {
      outcome: 'noEvidence',
      why: `${before.length} and ${after.length} runs do not tell how far runs differ by themselves: at least two pairs, or three runs in all, are needed`,
    };
  const { low, high } = boundsOf(shift, alpha);
  const matters = `by at least ${leastChange * 100} % and beyond the spread between runs`;
  if (shift.mean >= least && low > 0) return { outcome: 'regression', why: `worse ${matters}` };
  if (shift.mean <= -least && high < 0) return { outcome: 'improvement', why: `better ${matters}` };
  if (boundsOf(shift, shownAlpha).high < least)
    return { outcome: 'noEvidence', why: `a worsening of ${leastChange * 100} % is excluded` };
  return {
    outcome: 'noEvidence',
    why: `runs differ too much by themselves to exclude a worsening of ${leastChange * 100} %: ${remedy(shift, least)}`,
  };
};

const mostRuns = 100;

/** How many pairs, or runs after, would exclude a worsening if the shop did not change. */
const remedy = ({ spread }: Shift, least: number): string => {
  for (let pairs = 3; pairs <= mostRuns; pairs += 1) {
    const error = (spread * Math.SQRT2) / Math.sqrt(pairs);
    const { high } = boundsOf({ mean: 0, error, degreesOfFreedom: pairs - 1, spread }, shownAlpha);
    // As much again, for the mean that will not be 0.
    if (2 * high < least) return `about ${pairs} pairs in all would tell`;
  }
  return `not even ${mostRuns} pairs would tell; use more users or a quieter machine`;
};
