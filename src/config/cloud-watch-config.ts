import { z } from 'zod';
import type { Problem } from '../core/errors.ts';
import { budgetNameSchema, indicators, phaseSchema } from '../core/wire/budgets.ts';

const text = z.string().min(1).max(255);
const dimensions = z.record(text, text);

/** Where CloudWatch is; without it as the AWS SDK finds it. */
export const cloudWatchPlaceSchema = z.strictObject({ region: z.string().optional(), endpoint: z.url().optional() });

/** Units of CloudWatch that a budget can be converted from. */
export const convertibleUnits = [
  'Seconds',
  'Milliseconds',
  'Microseconds',
  'Percent',
  'Count',
  'Count/Second',
  'None',
] as const;

/** A metric that a team already has alarms on, and the budget that such an alarm is. */
export const adoptedMetricSchema = z.strictObject({
  namespace: text,
  metric: text,
  /** Dimensions that the alarm must have; others do not matter. */
  dimensions: dimensions.default({}),
  /** `latency`: the indicator of the alarm's percentile. */
  indicator: z.enum(['latency', ...indicators]),
  step: z.string().nullable().default(null),
  phase: phaseSchema.nullable().default(null),
  fault: z.string().nullable().default(null),
  /** Unit of the metric, where the alarm does not say. */
  unit: z.enum(convertibleUnits).optional(),
});
export type AdoptedMetric = z.output<typeof adoptedMetricSchema>;

/** The operators' own alarms: by name, or with `stops` where reaching ALARM stops the run. */
export const alarmsToWatchSchema = z
  .array(z.union([budgetNameSchema, z.strictObject({ alarm: budgetNameSchema, stops: z.boolean().default(false) })]))
  .max(500);

/** Publishing the figures of a run; `app` and `environment` default to those of budgets kept in CloudWatch. */
export const publishSchema = z.strictObject({
  app: z.string().optional(),
  environment: z.string().optional(),
  /** Whether a dashboard is written too. */
  dashboard: z.boolean().optional(),
});

/** One metric of the shop that is shown beside the load. */
export const telemetryMetricSchema = z.strictObject({
  label: z.string().min(1).max(80),
  namespace: text,
  metric: text,
  dimensions: dimensions.default({}),
  /** `Average`, `Sum`, `Maximum`, `p99`, … */
  statistic: z.string().min(1).max(20).default('Average'),
  /** Seconds between two points: what the metric is kept at. */
  periodSeconds: z
    .union([z.literal([1, 5, 10, 20, 30]), z.number().int().multipleOf(60).min(60).max(3_600)])
    .default(60),
});
export type TelemetryMetric = z.output<typeof telemetryMetricSchema>;

/** What a run has to do with CloudWatch beside its budgets, every default filled in. */
export interface CloudWatchSettings {
  readonly region: string | null;
  readonly endpoint: string | null;
  readonly alarmsToWatch: readonly { readonly alarm: string; readonly stops: boolean }[];
  readonly publish: { readonly app: string; readonly environment: string; readonly dashboard: boolean } | null;
  readonly telemetry: readonly TelemetryMetric[];
}

type BudgetPlaceInConfig = Partial<Record<'app' | 'environment' | 'region' | 'endpoint', string | undefined>>;

interface CloudWatchConfig {
  readonly cloudWatch?: z.output<typeof cloudWatchPlaceSchema> | undefined;
  readonly alarmsToWatch?: z.output<typeof alarmsToWatchSchema> | undefined;
  readonly publish?: z.output<typeof publishSchema> | undefined;
  readonly telemetry?: readonly TelemetryMetric[] | undefined;
  readonly budgets?: ({ readonly from: string } & BudgetPlaceInConfig) | undefined;
}

const duplicates = (names: readonly string[], file: string, path: string): Problem[] =>
  names.flatMap((name, index) =>
    names.indexOf(name) === index
      ? []
      : [
          {
            file,
            path: `${path}[${index}]`,
            message: `is there twice: also ${path}[${names.indexOf(name)}]`,
            received: name,
          },
        ],
  );

/**
 * Fills in what the configuration leaves out. Region and endpoint are those of `cloudWatch`, else those of budgets kept in CloudWatch.
 * @returns also every problem.
 */
export const cloudWatchSettings = (
  config: CloudWatchConfig,
  file: string,
): { settings: CloudWatchSettings; problems: readonly Problem[] } => {
  const ofBudgets: BudgetPlaceInConfig = config.budgets?.from === 'cloudwatch' ? config.budgets : {};
  const alarmsToWatch = (config.alarmsToWatch ?? []).map((given) =>
    typeof given === 'string' ? { alarm: given, stops: false } : given,
  );
  const telemetry = config.telemetry ?? [];
  const problems = [
    ...duplicates(
      alarmsToWatch.map(({ alarm }) => alarm),
      file,
      'alarmsToWatch',
    ),
    ...duplicates(
      telemetry.map(({ label }) => label),
      file,
      'telemetry',
    ),
  ];
  const { app = ofBudgets.app, environment = ofBudgets.environment, dashboard = true } = config.publish ?? {};
  if (config.publish !== undefined)
    for (const [path, value] of Object.entries({ app, environment }))
      if (value === undefined)
        problems.push({
          file,
          path: `publish.${path}`,
          message: 'must be said, since the budgets are not kept in CloudWatch',
          received: 'nothing',
          allowed: 'a name',
        });
  return {
    settings: {
      region: config.cloudWatch?.region ?? ofBudgets.region ?? null,
      endpoint: config.cloudWatch?.endpoint ?? ofBudgets.endpoint ?? null,
      alarmsToWatch,
      publish:
        config.publish === undefined || app === undefined || environment === undefined
          ? null
          : { app, environment, dashboard },
      telemetry,
    },
    problems,
  };
};
