import type { Budget } from '../core/wire/budgets.ts';

/** Whose budgets: one application in one environment, driven by one scenario. */
export interface BudgetPlace {
  readonly app: string;
  readonly environment: string;
  readonly scenario: string;
}

/** One place, or every scenario of an application in an environment. */
export type BudgetScope = Pick<BudgetPlace, 'app' | 'environment'> & { readonly scenario?: string };

/** What the name of every budget in a scope begins with; it ends with a slash, so that `staging` does not match `staging-2`. */
export const budgetPrefix = ({ app, environment, scenario }: BudgetScope): string =>
  `slo/${app}/${environment}/${scenario === undefined ? '' : `${scenario}/`}`;

const phaseOrFault = ({ phase, fault }: Pick<Budget, 'phase' | 'fault'>): string => {
  if (phase !== null) return phase;
  if (fault === null) return 'whole-run';
  return fault === '*' ? 'any-fault' : fault;
};

/**
 * The name of a budget at a place: `slo/<app>/<env>/<scenario>/<step>/<phase or fault>/<indicator>` (DESIGN §8).
 * For people and for scoping rights by prefix; never parsed.
 */
export const budgetNameAt = (place: BudgetPlace, budget: Omit<Budget, 'name'>): string =>
  `${budgetPrefix(place)}${budget.step ?? 'all-steps'}/${phaseOrFault(budget)}/${budget.indicator}`;
