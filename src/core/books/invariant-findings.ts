import { type Budget, indicatorFacts } from '../wire/budgets.ts';
import type { Finding, Invariant } from '../wire/verdict.ts';

/** Invariants are judged in every run; a budget on one says so among the findings too, with the same outcome and reason. */
export const invariantFindings = (budgets: readonly Budget[], invariants: readonly Invariant[]): Finding[] =>
  budgets.flatMap((budget) => {
    const judged = invariants.find(({ name }) => name === budget.indicator);
    if (judged === undefined) return [];
    const known = judged.outcome !== 'inconclusive';
    return [
      {
        budget: budget.name,
        step: null,
        indicator: budget.indicator,
        phase: null,
        fault: null,
        limit: budget.limit,
        unit: indicatorFacts[budget.indicator].unit,
        value: known ? judged.count : null,
        interval: known ? [judged.count, judged.count] : [null, null],
        samples: judged.exercised.value,
        badShare: null,
        outcome: judged.outcome,
        why: judged.why,
      },
    ];
  });
