import type { Budget, BudgetSource } from '../wire/budgets.ts';
import type { Plan } from '../wire/plan.ts';

/** The recovery limits that faults bring along, as budgets. */
export const ownRecoveryBudgets = ({ experiment }: Plan): Budget[] =>
  (experiment?.faults ?? []).flatMap(({ name: fault, expect }) =>
    (expect?.recovery ?? []).map(({ step, indicator, withinSeconds }) => ({
      name: `expected/${fault}/${step}/${indicator}`,
      indicator,
      step,
      phase: null,
      fault,
      limit: withinSeconds,
    })),
  );

/**
 * Faults that a budget on every fault is not asked about: those with a limit of their own for the same step and indicator. Only the
 * defaults give way; budgets of a file or of CloudWatch are of record, and an experiment must not loosen them.
 */
export const faultsWithOwnLimit = (plan: Plan, source: BudgetSource, budget: Budget): ReadonlySet<string> =>
  new Set(
    budget.fault !== '*' || source.kind !== 'default'
      ? []
      : ownRecoveryBudgets(plan)
          .filter(({ step, indicator }) => step === budget.step && indicator === budget.indicator)
          .flatMap(({ fault }) => fault ?? []),
  );
