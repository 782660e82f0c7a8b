import type { AlarmChanges } from '../adapters/cloudwatch/alarm-changes.ts';
import { indicatorFacts, type Budget, type FindingUnit } from '../core/wire/budgets.ts';

const unitWords: Record<FindingUnit, string> = { ms: ' ms', s: ' s', perSecond: ' a second', ratio: '', count: '' };

const limitOf = ({ limit, indicator }: Budget): string => {
  const { unit, limitIs } = indicatorFacts[indicator];
  const figure = unit === 'ratio' ? String(limit) : limit.toLocaleString('en', { maximumFractionDigits: 20 });
  return `${limitIs === 'least' ? 'at least ' : ''}${figure}${unitWords[unit]}`;
};

/** Budgets as a table: indicator, limit, step, phase or fault, name. */
export const budgetTable = (budgets: readonly Budget[]): string => {
  const rows = budgets.map((budget) => [
    budget.indicator,
    limitOf(budget),
    budget.step ?? 'all steps',
    budget.phase ?? (budget.fault === '*' ? 'any fault' : budget.fault) ?? 'whole run',
    budget.name,
  ]);
  const widths = [0, 1, 2, 3].map((column) => Math.max(0, ...rows.map((row) => row[column]?.length ?? 0)));
  return rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')).join('\n');
};

/** What will change, a line each: `+` added, `~` changed, with its differences below, `-` removed, `!` somebody else's. */
export const changeLines = (changes: AlarmChanges): readonly string[] => [
  ...changes.added.map(({ AlarmName }) => `+ ${AlarmName}`),
  ...changes.changed.flatMap(({ alarm, differences }) => [
    `~ ${alarm.AlarmName}`,
    ...differences.map(({ field, from, to }) => `    ${field}: ${from} → ${to}`),
  ]),
  ...changes.removed.map((name) => `- ${name}`),
  ...changes.foreign.map(
    (name) => `! ${name}: no budget; left alone, and to be removed by hand before budgets can be read`,
  ),
];

/** The same in one line. */
export const changeCount = ({ added, changed, removed, unchanged }: AlarmChanges): string =>
  `${added.length} only in the file, ${changed.length} different, ${removed.length} only in CloudWatch, ${unchanged} equal`;
