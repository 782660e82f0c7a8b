import type { MetricAlarm } from '@aws-sdk/client-cloudwatch';
import { isDeepStrictEqual } from 'node:util';
import { budgetFrom, type BudgetAlarm } from './alarm.ts';

/** One field that differs, as a person would read it: of the budget where that can be read, else of the alarm. */
export interface Difference {
  readonly field: string;
  readonly from: string;
  readonly to: string;
}

/** What makes the alarms of CloudWatch those of a file. */
export interface AlarmChanges {
  readonly added: readonly BudgetAlarm[];
  readonly changed: readonly { readonly alarm: BudgetAlarm; readonly differences: readonly Difference[] }[];
  /** Budgets in CloudWatch only. */
  readonly removed: readonly string[];
  /** Alarms under the prefix that were never budgets: somebody else's, and left alone. */
  readonly foreign: readonly string[];
  readonly unchanged: number;
}

const show = (value: unknown): string => (value === undefined ? 'nothing' : JSON.stringify(value));

const byName = (dimensions: unknown): unknown =>
  Array.isArray(dimensions)
    ? [...(dimensions as { Name?: string }[])].sort((a, b) => (a.Name ?? '').localeCompare(b.Name ?? ''))
    : dimensions;

const budgetDifferences = (before: MetricAlarm, after: BudgetAlarm): Difference[] | null => {
  const [from, to] = [budgetFrom(before), budgetFrom(after)];
  if ('problems' in from || 'problems' in to) return null;
  return Object.entries(to.budget).flatMap(([field, value]) => {
    const old = from.budget[field as keyof typeof from.budget];
    return old === value ? [] : [{ field, from: show(old), to: show(value) }];
  });
};

const differencesBetween = (before: MetricAlarm, after: BudgetAlarm): Difference[] => {
  const fields = (Object.keys(after) as (keyof BudgetAlarm & keyof MetricAlarm)[]).filter((field) => {
    const [from, to] = [before[field], after[field]];
    return field === 'Dimensions' ? !isDeepStrictEqual(byName(from), byName(to)) : !isDeepStrictEqual(from, to);
  });
  const ofBudget = budgetDifferences(before, after);
  const told = ofBudget === null ? [] : ['AlarmDescription', 'Threshold'];
  const ofAlarm = fields
    .filter((field) => !told.includes(field))
    .map((field) => ({ field, from: show(before[field]), to: show(after[field]) }));
  // Only how the same budget is written differs: say so rather than nothing.
  if (ofBudget?.length === 0 && ofAlarm.length === 0 && fields.length > 0)
    return [{ field: 'AlarmDescription', from: show(before.AlarmDescription), to: show(after.AlarmDescription) }];
  return [...(ofBudget ?? []), ...ofAlarm];
};

const nameOf = ({ AlarmName = '' }: MetricAlarm): string => AlarmName;

/** Our mark in the description; the budget behind it may be one that this version cannot read. */
const isOurs = ({ AlarmDescription = '' }: MetricAlarm): boolean => AlarmDescription.includes('"peakproof":');

/** Compares the alarms of a file with those under the prefix in CloudWatch, by name and then by every field that we write. */
export const compareAlarms = (wanted: readonly BudgetAlarm[], present: readonly MetricAlarm[]): AlarmChanges => {
  const before = new Map(present.map((alarm) => [alarm.AlarmName ?? '', alarm]));
  const names = new Set<string>(wanted.map(({ AlarmName }) => AlarmName));
  const kept = wanted.flatMap((alarm) => {
    const old = before.get(alarm.AlarmName);
    return old === undefined ? [] : [{ alarm, differences: differencesBetween(old, alarm) }];
  });
  const unwanted = present.filter((alarm) => !names.has(nameOf(alarm)));
  const changed = kept.filter(({ differences }) => differences.length > 0);
  return {
    added: wanted.filter(({ AlarmName }) => !before.has(AlarmName)),
    changed,
    removed: unwanted.filter(isOurs).map(nameOf),
    foreign: unwanted.filter((alarm) => !isOurs(alarm)).map(nameOf),
    unchanged: kept.length - changed.length,
  };
};
