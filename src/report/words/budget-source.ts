import type { BudgetSource } from '../../core/wire/budgets.ts';
import { formatAge, formatInstant } from './format.ts';

/** Where budgets came from, for people. */
export const budgetSourceText = (source: BudgetSource): string => {
  if (source.kind === 'file') return `from ${source.path}`;
  if (source.kind === 'cloudwatch')
    return `from CloudWatch alarms ${[source.prefix, ...(source.adopted ?? [])].join(', ')} in ${source.region}, read ${formatInstant(source.readAt)}`;
  if (source.kind === 'snapshot') {
    const age = formatAge((Date.parse(source.usedAt) - Date.parse(source.readAt)) / 1_000);
    return `from the snapshot ${source.path}, ${age} old, of CloudWatch alarms ${source.prefix} in ${source.region} (read ${formatInstant(source.readAt)}), since ${source.because}`;
  }
  return 'the defaults that come with Peakproof';
};
