import type { BudgetSource } from '../../core/wire/budgets.ts';
import { formatInstant } from './format.ts';

/** Where budgets came from, for people. */
export const budgetSourceText = (source: BudgetSource): string => {
  if (source.kind === 'file') return `from ${source.path}`;
  if (source.kind === 'cloudwatch')
    return `from CloudWatch alarms ${source.prefix} in ${source.region}, read ${formatInstant(source.readAt)}`;
  return 'the defaults that come with Peakproof';
};
