import { roundFigures } from '../rounding.ts';
import { leastBatches, leastBatchSeconds } from '../share/good-share.ts';
import { stretchesOf, type StretchContext } from '../share/stretches.ts';
import { sumSeconds, type StepSecond, type StepSeries } from '../timeline/step-series.ts';
import { type Budget, indicatorFacts } from '../wire/budgets.ts';
import type { Finding } from '../wire/verdict.ts';
import { estimateRate, highestRate, isLongEnough, lowestRate, type RateEstimate } from './estimate-rate.ts';

/** What the run holds that throughput and conversion budgets are judged by. */
export interface RateContext extends StretchContext {
  readonly steps: ReadonlyMap<string, StepSeries>;
  /** Sessions begun in each second from T0, all workers. */
  readonly sessionsBySecond: readonly number[];
  /** Chance of a wrong fail that one finding may spend. */
  readonly failAlpha: number;
  /** Chance of a wrong pass that it may spend. */
  readonly passAlpha: number;
}

type Decision = Pick<Finding, 'value' | 'interval' | 'samples' | 'outcome' | 'why'>;

/**
 * Judges one budget on throughput (good attempts a second, of one step or of all) or conversion (good attempts of a step per session
 * begun). Good is what had a good outcome, whatever its latency. The limit is the least: fail when the upper bound lies below it, pass
 * when the 95 % lower bound reaches it.
 */
export const judgeRate = (budget: Budget, context: RateContext): Finding => ({
  budget: budget.name,
  step: budget.step,
  indicator: budget.indicator,
  phase: budget.phase,
  fault: budget.fault,
  limit: budget.limit,
  unit: indicatorFacts[budget.indicator].unit,
  badShare: null,
  ...decide(budget, context),
});

const undecided = (outcome: 'inconclusive' | 'advisory', why: string, samples = 0): Decision => ({
  value: null,
  interval: [null, null],
  samples,
  outcome,
  why,
});

const decide = (budget: Budget, context: RateContext): Decision => {
  const { plan, steps, sessionsBySecond } = context;
  const { step, indicator } = budget;
  if (step !== null && !plan.scenario.steps.includes(step))
    return undecided(
      'inconclusive',
      `the scenario ${plan.scenario.name} has no step "${step}"; it has ${plan.scenario.steps.join(', ')}`,
    );
  const stretches = stretchesOf(budget, context);
  if ('why' in stretches) return undecided(stretches.outcome, stretches.why);
  const series = (step === null ? plan.scenario.steps : [step]).flatMap((name) => steps.get(name) ?? []);
  const good = sumOf(series, (cell) => cell.good.total);
  const attempts = sumOf(series, (cell) => cell.good.total + cell.bad);
  const tried = stretches.reduce((sum, { fromSeconds, toSeconds }) => sum + attempts(fromSeconds, toSeconds), 0);
  const what = step === null ? 'any step' : `step ${step}`;
  if (tried === 0) return undecided('inconclusive', `no attempt of ${what} was sent then: nothing to judge`);
  const perSecond = indicator === 'throughput';
  const per = perSecond ? (from: number, to: number) => to - from : between(sessionsBySecond);
  const estimate = estimateRate({ events: good, per }, stretches);
  if (estimate.per === 0) return undecided('inconclusive', 'no session began then: nothing to judge', tried);
  return {
    value: roundFigures(estimate.rate),
    interval: [
      roundFigures(lowestRate(estimate, context.passAlpha)),
      roundFigures(highestRate(estimate, context.failAlpha)),
    ],
    samples: tried,
    ...outcomeOf(estimate, budget, context, perSecond ? 'a second' : 'for each session begun'),
  };
};

const outcomeOf = (
  estimate: RateEstimate,
  { limit }: Budget,
  { failAlpha, passAlpha }: Pick<RateContext, 'failAlpha' | 'passAlpha'>,
  counted: string,
): Pick<Finding, 'outcome' | 'why'> => {
  const observed = `${show(estimate.rate)} good attempts ${counted}, at least ${show(limit)} are wanted`;
  if (!isLongEnough(estimate))
    return {
      outcome: 'advisory',
      why: `${observed}; the time is too short to know how far neighbouring seconds move together (${leastBatches * leastBatchSeconds} s are needed), so this decides nothing`,
    };
  const [low, high] = [lowestRate(estimate, passAlpha), highestRate(estimate, failAlpha)];
  if (high < limit) return { outcome: 'fail', why: `${observed}; at most ${show(high)} in the long run` };
  if (low >= limit) return { outcome: 'pass', why: `${observed}; at least ${show(low)} in the long run` };
  return {
    outcome: 'inconclusive',
    why: `${observed}; between ${show(low)} and ${show(high)} in the long run: a longer phase would decide it`,
  };
};

const show = (rate: number): string => String(Number(rate.toPrecision(3)));

type Between = (fromSecond: number, toSecond: number) => number;

const between =
  (values: readonly number[]): Between =>
  (from, to) =>
    sumSeconds(values, from, to);

const sumOf = (series: readonly StepSeries[], figure: (cell: StepSecond) => number): Between => {
  const values: number[] = [];
  for (const seconds of series)
    for (const [second, cell] of seconds) if (second >= 0) values[second] = (values[second] ?? 0) + figure(cell);
  return between(values);
};
