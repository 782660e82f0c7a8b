import type { MetricAlarm, StandardUnit } from '@aws-sdk/client-cloudwatch';
import { z } from 'zod';
import { budgetNameAt, type BudgetPlace } from '../../config/budget-place.ts';
import { writeBudget, writtenBudgetSchema } from '../../config/budgets-file.ts';
import { problemsFromIssues } from '../../config/problems.ts';
import type { Problem } from '../../core/errors.ts';
import { metricOfIndicator } from '../../core/publishing/metric-point.ts';
import { indicatorFacts, type Budget, type Indicator } from '../../core/wire/budgets.ts';

/** Limits of the CloudWatch API, characters. */
export const longestDescription = 1_024;
export const longestName = 255;

/** Dimension value of what concerns the whole run. */
export const allSteps = 'all-steps';

/** Version of the JSON in `AlarmDescription`. */
const descriptionVersion = 1;

interface IndicatorMetric {
  readonly MetricName: string;
  readonly Unit: StandardUnit;
  readonly Statistic?: 'Average' | 'Maximum';
  readonly ExtendedStatistic?: string;
}

/** A budget's alarm as it is written to CloudWatch; every field but `AlarmName` is compared by `slo diff`. */
export interface BudgetAlarm extends IndicatorMetric {
  readonly AlarmName: string;
  readonly AlarmDescription: string;
  readonly Namespace: string;
  readonly Dimensions: { Name: string; Value: string }[];
  /** Seconds. */
  readonly Period: number;
  readonly EvaluationPeriods: number;
  /** The budget's limit, in its unit. */
  readonly Threshold: number;
  readonly ComparisonOperator: 'GreaterThanThreshold' | 'LessThanThreshold';
  readonly TreatMissingData: 'ignore';
  readonly ActionsEnabled: false;
}

const percentiles: Partial<Record<Indicator, string>> = { latencyP50: 'p50', latencyP95: 'p95', latencyP99: 'p99' };

/** The published metric that an indicator is seen in, and its statistic: of figures that come once a run, the largest. */
const metricOf = (indicator: Indicator): IndicatorMetric => {
  const { metric, unit } = metricOfIndicator[indicator];
  const published = { MetricName: metric, Unit: unit };
  const percentile = percentiles[indicator];
  if (percentile !== undefined) return { ...published, ExtendedStatistic: percentile };
  return { ...published, Statistic: indicatorFacts[indicator].over === 'stretch' ? 'Average' : 'Maximum' };
};

const descriptionSchema = z.strictObject({ peakproof: z.literal(descriptionVersion), budget: writtenBudgetSchema });

/** A name of ours belongs to a place: at another place the budget takes that one's. A name that a person gave stays. */
const named = (budget: Budget, alarmName: string): Budget =>
  budget.name.startsWith('slo/') ? { ...budget, name: alarmName } : budget;

/** JSON that stays as it is in Terraform too, which brings every string into Unicode's form C: what is not in it is escaped. */
const asWritten = (description: unknown): string => {
  const text = JSON.stringify(description);
  if (text === text.normalize('NFC')) return text;
  return text.replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
};

/**
 * The metric alarm that keeps a budget at a place (DESIGN §8). It notifies nobody and ignores missing data; the budget
 * itself is JSON in the description.
 */
export const alarmFor = (budget: Budget, place: BudgetPlace): BudgetAlarm => {
  const AlarmName = budgetNameAt(place, budget);
  return {
    AlarmName,
    AlarmDescription: asWritten({ peakproof: descriptionVersion, budget: writeBudget(named(budget, AlarmName)) }),
    Namespace: `Peakproof/${place.app}`,
    ...metricOf(budget.indicator),
    Dimensions: [
      { Name: 'Environment', Value: place.environment },
      { Name: 'Scenario', Value: place.scenario },
      { Name: 'Step', Value: budget.step ?? allSteps },
    ],
    Period: 60,
    EvaluationPeriods: 1,
    Threshold: budget.limit,
    ComparisonOperator:
      indicatorFacts[budget.indicator].limitIs === 'most' ? 'GreaterThanThreshold' : 'LessThanThreshold',
    TreatMissingData: 'ignore',
    ActionsEnabled: false,
  };
};

const problemIn = (alarm: MetricAlarm, path: string, message: string, received: string, allowed?: string): Problem => ({
  file: `CloudWatch alarm ${alarm.AlarmName ?? ''}`,
  path,
  message,
  received,
  ...(allowed === undefined ? {} : { allowed }),
});

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/**
 * Reads the budget that an alarm keeps.
 * @returns the budget, or everything that is wrong with the alarm: no JSON, a budget that the schema refuses, a threshold that was
 *   changed without the description.
 */
export const budgetFrom = (alarm: MetricAlarm): { readonly budget: Budget } | { readonly problems: Problem[] } => {
  const text = alarm.AlarmDescription ?? '';
  const input = parseJson(text);
  if (input === undefined)
    return { problems: [problemIn(alarm, 'AlarmDescription', 'is not JSON', text || 'nothing', 'a budget as JSON')] };
  const parsed = descriptionSchema.safeParse(input);
  if (!parsed.success) {
    const { file, path } = problemIn(alarm, 'AlarmDescription', '', '');
    const inside = problemsFromIssues(file, parsed.error.issues, input);
    return {
      problems: inside.map((problem) => ({
        ...problem,
        path: problem.path === '(whole file)' ? path : `${path}.${problem.path}`,
      })),
    };
  }
  const { budget } = parsed.data;
  if (alarm.Threshold !== undefined && alarm.Threshold !== budget.limit) {
    const message = 'differs from the limit in AlarmDescription, which is the one that counts';
    return { problems: [problemIn(alarm, 'Threshold', message, String(alarm.Threshold), String(budget.limit))] };
  }
  return { budget };
};
