import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededDraws } from '../testing/random-draws.ts';
import { simulatedFigures, simulatedPairs } from '../testing/simulated-figures.ts';
import { comparisonSchema } from '../wire/comparison.ts';
import type { RunFigures } from '../wire/run-figures.ts';
import { compareRuns, differences } from './compare-runs.ts';

const spread = { latency: 0.03, common: 0.5 };
const pairs = (seed: number, count: number, slowdown: Readonly<Record<string, number>> = {}) =>
  simulatedPairs(seededDraws(seed), spread, count, slowdown);
const compared = ({ before, after }: { before: RunFigures[]; after: RunFigures[] }) => compareRuns(before, after);
const figureOf = (comparison: ReturnType<typeof compareRuns>, indicator: string, step: string | null) =>
  comparison.figures.find((figure) => figure.indicator === indicator && figure.step === step);

/** The same runs with one figure changed by a function of the run's place. */
const withFigure = (runs: readonly RunFigures[], indicator: string, value: (index: number) => number): RunFigures[] =>
  runs.map((run, index) => ({
    ...run,
    figures: run.figures.map((figure) =>
      figure.indicator === indicator && (figure.step === 'checkout' || figure.step === null)
        ? { ...figure, value: value(index) }
        : figure,
    ),
  }));

describe('compareRuns', () => {
  it('finds a slower step, names it, and lets the others be', () => {
    const comparison = compared(pairs(1, 8, { checkout: 1.25 }));
    expect(comparisonSchema.parse(comparison)).toEqual(comparison);
    expect(comparison).toMatchObject({ outcome: 'regression', exitCode: 1, design: 'pairs' });
    expect(comparison.sentence).toContain('latencyP95 of checkout');
    const checkout = figureOf(comparison, 'latencyP95', 'checkout');
    expect(checkout).toMatchObject({ outcome: 'regression', changeIs: 'ratio', unit: 'ms' });
    expect(checkout?.change).toBeCloseTo(0.25, 1);
    expect(checkout?.interval?.[0]).toBeLessThan(checkout?.change ?? 0);
    expect(figureOf(comparison, 'latencyP95', 'browse')?.outcome).toBe('noEvidence');
  });

  it('finds an improvement', () => {
    const comparison = compared(pairs(2, 8, { checkout: 0.7 }));
    expect(comparison).toMatchObject({ outcome: 'improvement', exitCode: 0 });
    expect(figureOf(comparison, 'latencyP95', 'checkout')?.outcome).toBe('improvement');
  });

  it('says of a shop that did not change that a worsening is excluded', () => {
    const comparison = compared(pairs(3, 10));
    expect(comparison).toMatchObject({ outcome: 'noEvidence', exitCode: 0 });
    expect(comparison.figures.every(({ worseningExcluded }) => worseningExcluded)).toBe(true);
  });

  it('has no evidence, and exit code 2, from too few pairs; one pair never shows a regression', () => {
    const few = compared(pairs(4, 2));
    expect(few).toMatchObject({ outcome: 'noEvidence', exitCode: 2 });
    expect(few.figures.some(({ why }) => /about \d+ pairs in all would tell/.test(why))).toBe(true);
    expect(compared(pairs(5, 1, { checkout: 3 }))).toMatchObject({ outcome: 'noEvidence', exitCode: 2 });
    expect(compareRuns([], [])).toMatchObject({ outcome: 'noEvidence', exitCode: 2, figures: [] });
  });

  it('lets a change below 10 % be, however sure it is', () => {
    const { before, after } = pairs(6, 10);
    const exact = (value: number) => (index: number) => value * (1 + 0.001 * index);
    const change = (factor: number) =>
      figureOf(
        compareRuns(withFigure(before, 'latencyP95', exact(100)), withFigure(after, 'latencyP95', exact(100 * factor))),
        'latencyP95',
        'checkout',
      )?.outcome;
    expect([change(1.09), change(1.11), change(1 / 1.09), change(1 / 1.11)]).toEqual([
      'noEvidence',
      'regression',
      'noEvidence',
      'improvement',
    ]);
  });

  it('takes less goodput, and more errors, for worse', () => {
    const { before, after } = pairs(7, 6);
    const goodput = compareRuns(
      before,
      withFigure(after, 'goodput', (index) => 30 + 0.1 * index),
    );
    expect(figureOf(goodput, 'goodput', null)).toMatchObject({ outcome: 'regression' });
    expect(figureOf(goodput, 'goodput', null)?.change).toBeLessThan(-0.2);
    const errors = compareRuns(
      withFigure(before, 'errorShare', () => 0),
      withFigure(after, 'errorShare', (index) => 0.01 + 0.0001 * index),
    );
    expect(figureOf(errors, 'errorShare', 'checkout')).toMatchObject({ outcome: 'regression', changeIs: 'difference' });
  });

  it('lets an error share that rises by less than half a point be: a tenth of nothing is nothing', () => {
    const { before, after } = pairs(8, 6);
    const errors = compareRuns(
      withFigure(before, 'errorShare', () => 0.0001),
      withFigure(after, 'errorShare', () => 0.0008),
    );
    expect(figureOf(errors, 'errorShare', 'checkout')?.outcome).toBe('noEvidence');
  });

  it('pairs runs by time, whatever the order in which they are given', () => {
    const { before, after } = pairs(9, 6, { checkout: 1.3 });
    expect(compareRuns(before.toReversed(), after)).toEqual(compareRuns(before, after.toReversed()));
  });

  it('says when runs did not take turns', () => {
    const draws = seededDraws(10);
    const runs = (name: string, from: number, count: number) =>
      Array.from({ length: count }, (_, index) => simulatedFigures(draws, spread, { number: from + index, name }));
    const comparison = compareRuns(runs('before', 0, 5), runs('after', 5, 5));
    expect(comparison.design).toBe('groups');
    expect(comparison.notes.join()).toContain('did not take turns');
    expect(compareRuns(runs('before', 0, 9), runs('after', 9, 1)).design).toBe('groups');
  });

  it('leaves out runs whose figures say nothing, and says which', () => {
    const { before, after } = pairs(11, 6);
    const spoilt = after.map((run, index) => (index === 2 ? { ...run, unusable: 'it was ended by SIGINT' } : run));
    const comparison = compareRuns(before, spoilt);
    expect(comparison.leftOut).toEqual([{ runId: after[2]?.runId, why: 'it was ended by SIGINT' }]);
    expect(comparison.after).not.toContain(after[2]?.runId);
  });

  it('compares what all runs have', () => {
    const { before, after } = pairs(12, 6);
    const without = after.map((run, index) => ({ ...run, figures: run.figures.slice(index === 0 ? 1 : 0) }));
    expect(compareRuns(before, without).figures.length).toBe((before[0]?.figures.length ?? 0) - 1);
  });

  it('never finds a change between runs and themselves', () =>
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), fc.integer({ min: 2, max: 9 }), (seed, count) => {
        const { before } = pairs(seed, count);
        const comparison = compareRuns(before, before);
        expect(comparison.figures.every(({ outcome, change }) => outcome === 'noEvidence' && change === 0)).toBe(true);
      }),
      { numRuns: 30 },
    ));

  it('turns a regression into an improvement when the sides change places', () =>
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), fc.double({ min: 0.5, max: 2, noNaN: true }), (seed, factor) => {
        const { before, after } = pairs(seed, 5, { checkout: factor });
        const opposite = { regression: 'improvement', improvement: 'regression', noEvidence: 'noEvidence' };
        expect(compareRuns(after, before).figures.map(({ outcome }) => outcome)).toEqual(
          compareRuns(before, after).figures.map(({ outcome }) => opposite[outcome]),
        );
      }),
      { numRuns: 50 },
    ));
});

describe('how often it is wrong and right, as `npm run bench -- gate` shows at length', () => {
  const share = (count: number, slowdown: Readonly<Record<string, number>>, latency: number) => {
    const outcomes = Array.from({ length: 60 }, (_, index) =>
      compared(simulatedPairs(seededDraws(500 + index), { latency, common: 0.5 }, count, slowdown)),
    );
    return outcomes.filter(({ outcome }) => outcome === 'regression').length / outcomes.length;
  };

  it('a shop that did not change regresses in at most 5 %', () => {
    for (const latency of [0.03, 0.05, 0.2]) expect(share(4, {}, latency)).toBeLessThanOrEqual(0.05);
  });

  it('15 % slower is found in 95 % by ten pairs that spread by 5 %', () =>
    expect(share(10, { checkout: 1.15 }, 0.05)).toBeGreaterThanOrEqual(0.95));
});

it('differences names what two sets of runs are not the same of', () => {
  const { before, after } = pairs(13, 2);
  expect(differences([...before, ...after])).toEqual([]);
  const other = after.map((run) => ({ ...run, sameOf: { ...run.sameOf, 'peak of load': 2_000 } }));
  expect(differences([...before, ...other])).toEqual(['peak of load: 500, 2000']);
});
