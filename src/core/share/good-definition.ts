import type { Budget, Indicator, Phase } from '../wire/budgets.ts';

/** What makes an attempt of a step good, and how many may be bad. */
export interface GoodDefinition {
  /** A good outcome that took longer is bad; null when latency does not matter. */
  readonly limitMs: number | null;
  /** Share of attempts that may be bad. */
  readonly allowance: number;
  /** Name of the budget that says so; null when none does. */
  readonly budget: string | null;
}

const latencyAllowance: Partial<Record<Indicator, number>> = { latencyP50: 0.5, latencyP95: 0.05, latencyP99: 0.01 };

/** Definition of good behind a latency or error-share budget; null for the other indicators. */
export const definitionOf = ({ name, indicator, limit }: Budget): GoodDefinition | null => {
  if (indicator === 'errorShare') return { limitMs: null, allowance: limit, budget: name };
  const allowance = latencyAllowance[indicator];
  return allowance === undefined ? null : { limitMs: limit, allowance, budget: name };
};

/** Allowance of a step for which no budget says what good means: judged on its outcomes alone. */
const errorsAloneAllowance = 0.05;
/** A breach is three times the allowance, so an allowance must leave room for that. */
const mostAllowance = 0.2;

const phaseOrder: readonly Phase[] = ['steady', 'after', 'recovery', 'fault', 'rampUp', 'rampDown'];
const indicatorOrder: readonly Indicator[] = ['latencyP95', 'latencyP99', 'errorShare'];

/**
 * What good means for a step where no single budget is at stake: windows, recovery, downtime, goodput. The steady phase's budget
 * on p95 comes first, then on p99, then on errors, then the same of other phases; without any, a bad outcome alone is bad and 5 %
 * may be.
 */
export const definitionForStep = (step: string, budgets: readonly Budget[]): GoodDefinition => {
  const rank = ({ phase, indicator }: Budget): number =>
    phaseOrder.indexOf(phase ?? 'fault') * indicatorOrder.length + indicatorOrder.indexOf(indicator);
  const candidates = budgets
    .filter((budget) => budget.step === step && indicatorOrder.includes(budget.indicator))
    .map((budget) => ({ rank: rank(budget), definition: definitionOf(budget) }))
    .sort((a, b) => a.rank - b.rank);
  const usable = candidates.find(
    ({ definition }) => definition !== null && definition.allowance > 0 && definition.allowance <= mostAllowance,
  );
  return usable?.definition ?? { limitMs: null, allowance: errorsAloneAllowance, budget: null };
};

/** The definition in words, for a reason. */
export const describeDefinition = ({ limitMs, allowance, budget }: GoodDefinition): string => {
  const share = `${Number((allowance * 100).toPrecision(3))} % may be bad`;
  if (budget === null) return `no budget says what good means, so errors alone are judged: ${share}`;
  return limitMs === null ? `good = no error, ${share}` : `good = no error and within ${limitMs} ms, ${share}`;
};
