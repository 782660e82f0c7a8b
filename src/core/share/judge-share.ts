import { percent, roundFigures } from '../rounding.ts';
import { type LatencyCounts, mergeLatencyCounts, noLatencies, quantileMs } from '../timeline/latency-counts.ts';
import { countBySecond, type StepSeries } from '../timeline/step-series.ts';
import { type Budget, indicatorFacts } from '../wire/budgets.ts';
import type { Finding } from '../wire/verdict.ts';
import { definitionOf } from './good-definition.ts';
import {
  decideShare,
  highestShare,
  leastBatches,
  leastBatchSeconds,
  lengthToDecide,
  lowestShare,
  sampleShare,
  type ShareSample,
  type Stretch,
} from './good-share.ts';
import { quantileInterval } from './quantile-interval.ts';
import { stretchesOf, type StretchContext } from './stretches.ts';

/** What the run holds that share budgets are judged by. */
export interface ShareContext extends StretchContext {
  readonly steps: ReadonlyMap<string, StepSeries>;
  /** Chance of a wrong fail that one finding may spend: that of the run divided by the number of findings. */
  readonly failAlpha: number;
  /** Chance of a wrong pass that it may spend. */
  readonly passAlpha: number;
}

type Alphas = Pick<ShareContext, 'failAlpha' | 'passAlpha'>;
type Decision = Pick<Finding, 'value' | 'interval' | 'samples' | 'badShare' | 'outcome' | 'why'>;

/** Judges one latency or error-share budget (DESIGN §6, "Share of good attempts"). */
export const judgeShare = (budget: Budget, context: ShareContext): Finding => ({
  budget: budget.name,
  step: budget.step,
  indicator: budget.indicator,
  phase: budget.phase,
  fault: budget.fault,
  limit: budget.limit,
  unit: indicatorFacts[budget.indicator].unit,
  ...decide(budget, context),
});

const undecided = (outcome: 'inconclusive' | 'advisory', why: string): Decision => ({
  value: null,
  interval: [null, null],
  samples: 0,
  badShare: null,
  outcome,
  why,
});

const decide = (budget: Budget, context: ShareContext): Decision => {
  const { plan, steps, failAlpha, passAlpha } = context;
  const definition = definitionOf(budget);
  if (definition === null) return undecided('inconclusive', `${budget.indicator} is not a share of attempts`);
  if (budget.step === null || !plan.scenario.steps.includes(budget.step))
    return undecided(
      'inconclusive',
      `the scenario ${plan.scenario.name} has no step "${budget.step ?? ''}"; it has ${plan.scenario.steps.join(', ')}`,
    );
  const stretches = stretchesOf(budget, context);
  if ('why' in stretches) return undecided(stretches.outcome, stretches.why);

  const series = steps.get(budget.step);
  const counts = countBySecond(series, definition.limitMs, Math.max(...stretches.map((span) => span.toSeconds)));
  const sample = sampleShare(counts, stretches, plan.timing.looksAtSeconds !== undefined);
  if (sample.attempts === 0)
    return undecided(
      'inconclusive',
      `no attempt of step ${budget.step} was sent ${budget.phase === null ? 'while the fault was in place' : `in phase ${budget.phase}`}: nothing to judge`,
    );
  const good = goodLatencies(series, stretches);
  const badShare = {
    value: roundFigures(sample.bad / sample.attempts),
    low: roundFigures(lowestShare(sample, failAlpha)),
    high: roundFigures(highestShare(sample, passAlpha)),
    allowance: roundFigures(definition.allowance),
    designEffect: roundFigures(sample.designEffect),
  };
  const measured =
    definition.limitMs === null
      ? { value: badShare.value, interval: [badShare.low, badShare.high] satisfies [number, number] }
      : {
          value: quantileMs(good, sample.attempts - good.total, 1 - definition.allowance),
          interval: quantileInterval(good, sample, definition.allowance, failAlpha, passAlpha),
        };
  const seconds = stretches.reduce((sum, span) => sum + span.toSeconds - span.fromSeconds, 0);
  return {
    ...measured,
    samples: sample.attempts,
    badShare,
    ...outcomeOf(sample, definition.allowance, context, seconds),
  };
};

const goodLatencies = (series: StepSeries | undefined, stretches: readonly Stretch[]): LatencyCounts => {
  if (series === undefined) return noLatencies;
  const parts = [...series].filter(([second]) =>
    stretches.some(({ fromSeconds, toSeconds }) => second >= fromSeconds && second < toSeconds),
  );
  return mergeLatencyCounts(parts.map(([, cell]) => cell.good));
};

const outcomeOf = (
  sample: ShareSample,
  allowance: number,
  { failAlpha, passAlpha }: Alphas,
  seconds: number,
): Pick<Finding, 'outcome' | 'why'> => {
  const observed = `${percent(sample.bad / sample.attempts)} of ${sample.attempts} attempts were bad, ${percent(allowance)} may be`;
  if (sample.batches < leastBatches)
    return {
      outcome: 'advisory',
      why: `${observed}; ${seconds} s are too short to know how far neighbouring seconds move together (${leastBatches * leastBatchSeconds} s are needed), so this decides nothing`,
    };
  const outcome = decideShare(sample, allowance, failAlpha, passAlpha);
  if (outcome === 'fail')
    return { outcome, why: `${observed}; at least ${percent(lowestShare(sample, failAlpha))} in the long run` };
  const atMost = `at most ${percent(highestShare(sample, passAlpha))} in the long run`;
  if (outcome === 'pass') return { outcome, why: `${observed}; ${atMost}` };
  const range = `between ${percent(lowestShare(sample, failAlpha))} and ${percent(highestShare(sample, passAlpha))} in the long run`;
  return { outcome, why: `${observed}; ${range}: ${remedy(sample, allowance, { failAlpha, passAlpha }, seconds)}` };
};

const remedy = (sample: ShareSample, allowance: number, { failAlpha, passAlpha }: Alphas, seconds: number): string => {
  if (allowance === 0) return 'no number of attempts can prove a share of exactly 0, so set the limit above it';
  const times = lengthToDecide(sample, allowance, failAlpha, passAlpha);
  if (times === null) return 'the share sits on its allowance, so no longer run is likely to decide it';
  const minutes = ((times - 1) * seconds) / 60;
  return `about ${minutes < 10 ? Math.max(0.5, Math.ceil(minutes * 2) / 2) : Math.ceil(minutes)} more minutes of this phase would decide it`;
};
