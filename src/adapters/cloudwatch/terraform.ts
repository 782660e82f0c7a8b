import type { BudgetAlarm } from './alarm.ts';

/** A quoted HCL string; `${` and `%{` would begin a template. */
const quoted = (text: string): string =>
  JSON.stringify(text).replace(/[$%]\{/g, (opening) => `${opening.charAt(0)}${opening}`);

/** Argument of `aws_cloudwatch_metric_alarm` → field of the API. */
const argumentNames = [
  ['alarm_name', 'AlarmName'],
  ['alarm_description', 'AlarmDescription'],
  ['namespace', 'Namespace'],
  ['metric_name', 'MetricName'],
  ['statistic', 'Statistic'],
  ['extended_statistic', 'ExtendedStatistic'],
  ['unit', 'Unit'],
  ['period', 'Period'],
  ['evaluation_periods', 'EvaluationPeriods'],
  ['threshold', 'Threshold'],
  ['comparison_operator', 'ComparisonOperator'],
  ['treat_missing_data', 'TreatMissingData'],
  ['actions_enabled', 'ActionsEnabled'],
] as const satisfies readonly (readonly [string, keyof BudgetAlarm])[];

const longestArgument = Math.max(...argumentNames.map(([name]) => name.length));

const resource = (alarm: BudgetAlarm, label: string): string => {
  const lines = argumentNames.flatMap(([name, field]) => {
    const value = alarm[field];
    if (value === undefined) return [];
    return [`  ${name.padEnd(longestArgument)} = ${typeof value === 'string' ? quoted(value) : String(value)}`];
  });
  const widest = Math.max(...alarm.Dimensions.map(({ Name }) => Name.length));
  const dimensions = alarm.Dimensions.map(({ Name, Value }) => `    ${Name.padEnd(widest)} = ${quoted(Value)}`);
  return [
    `resource "aws_cloudwatch_metric_alarm" ${quoted(label)} {`,
    ...lines,
    '',
    '  dimensions = {',
    ...dimensions,
    '  }',
    '}',
  ].join('\n');
};

/** Labels that Terraform accepts, unique in the file and stable as long as the names are. */
const labelsFor = (alarms: readonly BudgetAlarm[]): string[] => {
  const used = new Set<string>();
  return alarms.map(({ AlarmName }) => {
    const wished = AlarmName.replace(/[^A-Za-z0-9_-]+/g, '_');
    let label = wished;
    for (let times = 2; used.has(label); times += 1) label = `${wished}__${times}`;
    used.add(label);
    return label;
  });
};

/** Terraform (AWS provider) that makes the same alarms as `slo push`. */
export const renderTerraform = (alarms: readonly BudgetAlarm[]): string => {
  const labels = labelsFor(alarms);
  return `${alarms.map((alarm, index) => resource(alarm, labels[index] ?? '')).join('\n\n')}\n`;
};
