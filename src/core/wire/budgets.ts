import { z } from 'zod';
import { evidenceVersion } from './plan.ts';

/** Phases of a run in their order (DESIGN §2). */
export const phases = ['rampUp', 'steady', 'fault', 'recovery', 'after', 'rampDown'] as const;
export const phaseSchema = z.enum(phases);
export type Phase = z.infer<typeof phaseSchema>;

/** What a budget limits. Latency indicators allow 1 − q of the attempts to be bad; `errorShare` allows `limit`. */
export const indicators = [
  'latencyP50',
  'latencyP95',
  'latencyP99',
  'errorShare',
  'serviceRecovery',
  'selfHealing',
  'downtime',
] as const;
export const indicatorSchema = z.enum(indicators);
export type Indicator = z.infer<typeof indicatorSchema>;

export const indicatorUnits = {
  latencyP50: 'ms',
  latencyP95: 'ms',
  latencyP99: 'ms',
  errorShare: 'ratio',
  serviceRecovery: 's',
  selfHealing: 's',
  downtime: 's',
} as const satisfies Record<Indicator, string>;

export const budgetNameSchema = z.string().min(1).max(255);

/**
 * One SLO limit. Latency and error-share budgets need a step and a phase; recovery budgets need a step and a fault
 * (`*` = every fault); downtime needs neither.
 */
export const budgetSchema = z
  .strictObject({
    name: budgetNameSchema,
    indicator: indicatorSchema,
    step: z.string().nullable(),
    phase: phaseSchema.nullable(),
    fault: z.string().nullable(),
    /** In the indicator's unit: ms, ratio or s. */
    limit: z.number().nonnegative(),
  })
  .check((context) => {
    const { indicator, step, phase, fault, limit } = context.value;
    const problem = (path: string, message: string) =>
      context.issues.push({ code: 'custom', path: [path], message, input: context.value });
    const isShare = indicator.startsWith('latency') || indicator === 'errorShare';
    const isRecovery = indicator === 'serviceRecovery' || indicator === 'selfHealing';
    if (isShare && step === null) problem('step', `${indicator} needs a step`);
    if (isShare && phase === null) problem('phase', `${indicator} needs a phase: ${phases.join(', ')}`);
    if (isShare && fault !== null) problem('fault', `${indicator} is judged by phase, not by fault`);
    if (isRecovery && step === null) problem('step', `${indicator} needs a step`);
    if (isRecovery && fault === null) problem('fault', `${indicator} needs a fault, or * for every fault`);
    if (isRecovery && phase !== null) problem('phase', `${indicator} is judged by fault, not by phase`);
    if (indicator === 'downtime' && (step !== null || phase !== null || fault !== null))
      problem('step', 'downtime is judged for the whole run: step, phase and fault must be null');
    if (indicator === 'errorShare' && limit >= 1) problem('limit', 'an error share is a ratio below 1');
  });
export type Budget = z.infer<typeof budgetSchema>;

/** Where budgets came from, for the report. */
export const budgetSourceSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('default') }),
  z.strictObject({ kind: z.literal('file'), path: z.string() }),
  z.strictObject({ kind: z.literal('cloudwatch'), region: z.string(), prefix: z.string(), readAt: z.iso.datetime() }),
]);
export type BudgetSource = z.infer<typeof budgetSourceSchema>;

/** `budgets.json`: budgets as resolved for this run. */
export const budgetsFileSchema = z.strictObject({
  schemaVersion: z.literal(evidenceVersion),
  source: budgetSourceSchema,
  budgets: z.array(budgetSchema),
});
export type BudgetsFile = z.infer<typeof budgetsFileSchema>;
