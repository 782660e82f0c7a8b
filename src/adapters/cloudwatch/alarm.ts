import type { MetricAlarm, StandardUnit } from '@aws-sdk/client-cloudwatch';
import { z } from 'zod';
import { budgetNameAt, type BudgetPlace } from '../../config/budget-place.ts';
import { writeBudget, writtenBudgetSchema } from '../../config/budgets-file.ts';
import { problemsFromIssues } from '../../config/problems.ts';
import type { Problem } from '../../core/errors.ts';
import type { Budget, Indicator } from '../../core/wire/budgets.ts';

/** Limits of the CloudWatch API, characters. */
export const longestDescription = 1_024;
export const longestName = 255;

/** Dimension value of a budget for the whole run. */
const allSteps = 'all-steps';

/** Version of the JSON in `AlarmDescription`. */
const descriptionVersion = 1;

interface IndicatorMetric {
  readonly MetricName: string;
  readonly Unit: StandardUnit;
  readonly Statistic?: 'Average' | 'Maximum';
  readonly ExtendedStatistic?: string;
}

const latency = (percentile: string): IndicatorMetric => ({
  MetricName: 'StepLatency',
  Unit: 'Milliseconds',
  ExtendedStatistic: percentile,
});

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
  readonly ComparisonOperator: 'GreaterThanThreshold';
  readonly TreatMissingData: 'ignore';
  readonly ActionsEnabled: false;
}

/** The published metric that an indicator is seen in; a ratio has no unit. */
const metricOf: Record<Indicator, IndicatorMetric> = {
  latencyP50: latency('p50'),
  latencyP95: latency('p95'),
  latencyP99: latency('p99'),
  errorShare: { MetricName: 'ErrorShare', Unit: 'None', Statistic: 'Average' },
  serviceRecovery: { MetricName: 'ServiceRecovery', Unit: 'Seconds', Statistic: 'Maximum' },
  selfHealing: { MetricName: 'SelfHealing', Unit: 'Seconds', Statistic: 'Maximum' },
  downtime: { MetricName: 'Downtime', Unit: 'Seconds', Statistic: 'Maximum' },
};

const descriptionSchema = z.strictObject({ peakproof: z.literal(descriptionVersion), budget: writtenBudgetSchema });

/** A name of ours belongs to a place: at another place the budget takes that one's. A name that a person gave stays. */
const named = (budget: Budget, alarmName: string): Budget =>
  budget.name.startsWith('slo/') ? { ...budget, name: alarmName } : budget;

/**
 * The metric alarm that keeps a budget at a place (DESIGN §8). It notifies nobody and ignores missing data; the budget
 * itself is JSON in the description.
 */
export const alarmFor = (budget: Budget, place: BudgetPlace): BudgetAlarm => {
  const AlarmName = budgetNameAt(place, budget);
  return {
    AlarmName,
    AlarmDescription: JSON.stringify({ peakproof: descriptionVersion, budget: writeBudget(named(budget, AlarmName)) }),
    Namespace: `Peakproof/${place.app}`,
    ...metricOf[budget.indicator],
    Dimensions: [
      { Name: 'Environment', Value: place.environment },
      { Name: 'Scenario', Value: place.scenario },
      { Name: 'Step', Value: budget.step ?? allSteps },
    ],
    Period: 60,
    EvaluationPeriods: 1,
    Threshold: budget.limit,
    ComparisonOperator: 'GreaterThanThreshold',
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
