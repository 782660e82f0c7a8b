import type { FigureInRun, FigureRule, JudgedRun } from './figures.ts';

const list = (names: readonly string[]): string => names.join(', ');

const figuresLeft = (
  figures: readonly (Pick<FigureRule, 'title' | 'unit' | 'target'> & { readonly runs: readonly FigureInRun[] })[],
): string[] =>
  figures
    .filter(({ runs }) => runs.every(({ standing }) => standing === 'untested'))
    .map(({ title, unit, target, runs }) => {
      const most = Math.max(0, ...runs.map(({ value }) => value ?? 0));
      return unit === 'users'
        ? `${title}: the most were ${most}, ${target} are asked for`
        : `${title}: ${runs.at(-1)?.why ?? 'no run'}`;
    });

/** An experiment counts as rehearsed when one of its faults was applied: it then has a recovery row. */
const experimentsLeft = (runs: readonly JudgedRun[], names: readonly string[]): string[] => {
  const rehearsed = runs
    .filter(({ verdict }) => verdict.recovery.length > 0 && verdict.verdict !== 'inconclusive')
    .map(({ plan }) => plan.experiment?.name);
  const left = names.filter((name) => !rehearsed.includes(name));
  return left.length === 0 ? [] : [`Experiments without a decided run: ${list(left)}`];
};

const invariantsLeft = (runs: readonly JudgedRun[]): string[] => {
  const all = runs.flatMap(({ verdict }) => verdict.invariants);
  const names = [...new Set(all.map(({ name }) => name))];
  const left = names.filter((name) => all.every((row) => row.name !== name || row.outcome === 'inconclusive'));
  return left.length === 0 ? [] : [`Invariants that no run put to the test enough: ${list(left)}`];
};

const budgetsLeft = (runs: readonly JudgedRun[]): string[] => {
  const all = runs.flatMap(({ verdict }) => verdict.findings);
  const names = [...new Set(all.map(({ budget }) => budget))];
  const left = names.filter((name) =>
    all.every(({ budget, outcome }) => budget !== name || outcome === 'inconclusive' || outcome === 'advisory'),
  );
  return left.length === 0 ? [] : [`Budgets that no run decided: ${list(left)}`];
};

const shopLeft = (runs: readonly JudgedRun[]): string[] =>
  runs.every(({ plan }) => plan.shop.kind === 'reference')
    ? ['A shop of your own: every run drove the reference shop']
    : [];

/** What the runs together say nothing about, a sentence each. */
export const findUntested = (
  runs: readonly JudgedRun[],
  figures: Parameters<typeof figuresLeft>[0],
  experimentNames: readonly string[],
): string[] => [
  ...figuresLeft(figures),
  ...experimentsLeft(runs, experimentNames),
  ...invariantsLeft(runs),
  ...budgetsLeft(runs),
  ...shopLeft(runs),
];
