import { z } from 'zod';
import { invariantNames } from './invariants.ts';
import { evidenceVersion } from './plan.ts';

/** Phases of a run in their order (DESIGN §2). */
export const phases = ['rampUp', 'steady', 'fault', 'recovery', 'after', 'rampDown'] as const;
export const phaseSchema = z.enum(phases);
export type Phase = z.infer<typeof phaseSchema>;

/**
 * What a budget limits. Latency indicators allow 1 − q of the attempts to be bad; `errorShare` allows `limit`. `throughput` is good
 * attempts a second, `conversion` good attempts of the step per session begun: both are limits from below. An invariant's limit is 0.
 */
export const indicators = [
  'latencyP50',
  'latencyP95',
  'latencyP99',
  'errorShare',
  'throughput',
  'conversion',
  'serviceRecovery',
  'selfHealing',
  'timeToDetect',
  'downtime',
  ...invariantNames,
] as const;
export const indicatorSchema = z.enum(indicators);
export type Indicator = z.infer<typeof indicatorSchema>;

export const findingUnitSchema = z.enum(['ms', 'ratio', 's', 'perSecond', 'count']);
export type FindingUnit = z.infer<typeof findingUnitSchema>;

/** What an indicator is measured in, whether its limit is the most or the least, and what a budget on it has to name. */
interface IndicatorFacts {
  readonly unit: FindingUnit;
  readonly limitIs: 'most' | 'least';
  readonly step: 'needed' | 'optional' | 'none';
  /** `stretch`: a phase, or a fault for the time that it is in place. */
  readonly over: 'stretch' | 'fault' | 'run';
}

const ofStretch = { step: 'needed', over: 'stretch' } as const;
const latency = { unit: 'ms', limitIs: 'most', ...ofStretch } as const;
const recovery = { unit: 's', limitIs: 'most', step: 'needed', over: 'fault' } as const;
const invariant = { unit: 'count', limitIs: 'most', step: 'none', over: 'run' } as const;

export const indicatorFacts: Readonly<Record<Indicator, IndicatorFacts>> = {
  latencyP50: latency,
  latencyP95: latency,
  latencyP99: latency,
  errorShare: { unit: 'ratio', limitIs: 'most', ...ofStretch },
  throughput: { unit: 'perSecond', limitIs: 'least', step: 'optional', over: 'stretch' },
  conversion: { unit: 'ratio', limitIs: 'least', ...ofStretch },
  serviceRecovery: recovery,
  selfHealing: recovery,
  timeToDetect: { unit: 's', limitIs: 'most', step: 'none', over: 'fault' },
  downtime: { unit: 's', limitIs: 'most', step: 'none', over: 'run' },
  lostOrders: invariant,
  phantomOrders: invariant,
  duplicateOrders: invariant,
  doubleCharges: invariant,
  chargedWithoutOrder: invariant,
  orderedWithoutCharge: invariant,
  wrongAmount: invariant,
  oversold: invariant,
  strandedStock: invariant,
};

export const budgetNameSchema = z.string().min(1).max(255);

/**
 * One SLO limit. Indicators of attempts need a step and either a phase or a fault (while it is in place; `*` = any fault); recovery
 * and detection need a fault (`*` = every fault); downtime and invariants are judged for the whole run.
 */
export const budgetSchema = z
  .strictObject({
    name: budgetNameSchema,
    indicator: indicatorSchema,
    step: z.string().nullable(),
    phase: phaseSchema.nullable(),
    fault: z.string().nullable(),
    /** In the indicator's unit: ms, ratio, s, a second, or a count. */
    limit: z.number().nonnegative(),
  })
  .check((context) => {
    const { indicator, step, phase, fault, limit } = context.value;
    const problem = (path: string, message: string) =>
      context.issues.push({ code: 'custom', path: [path], message, input: context.value });
    const facts = indicatorFacts[indicator];
    if (facts.step === 'needed' && step === null) problem('step', `${indicator} needs a step`);
    if (facts.step === 'none' && step !== null)
      problem('step', `${indicator} is not judged by step: step must be null`);
    if (facts.over === 'stretch' && phase === null && fault === null)
      problem('phase', `${indicator} needs a phase: ${phases.join(', ')}; or a fault`);
    if (facts.over === 'stretch' && phase !== null && fault !== null)
      problem('fault', `${indicator} is judged by phase or while a fault is in place, not by both`);
    if (facts.over === 'fault' && fault === null) problem('fault', `${indicator} needs a fault, or * for every fault`);
    if (facts.over === 'fault' && phase !== null) problem('phase', `${indicator} is judged by fault, not by phase`);
    if (facts.over === 'run' && (phase !== null || fault !== null))
      problem(
        phase === null ? 'fault' : 'phase',
        `${indicator} is judged for the whole run: phase and fault must be null`,
      );
    if (indicator === 'errorShare' && limit >= 1) problem('limit', 'an error share is a ratio below 1');
    if (facts.unit === 'count' && limit !== 0) problem('limit', `${indicator} is an invariant: its limit is always 0`);
    if (facts.limitIs === 'least' && limit === 0) problem('limit', `${indicator} is a least: 0 is always met`);
  });
export type Budget = z.infer<typeof budgetSchema>;

/** Which budgets of CloudWatch, and when they were read there. */
const fromCloudWatch = { region: z.string(), prefix: z.string(), readAt: z.iso.datetime() };

/** Where budgets came from, for the report. */
export const budgetSourceSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('default') }),
  z.strictObject({ kind: z.literal('file'), path: z.string() }),
  z.strictObject({
    kind: z.literal('cloudwatch'),
    ...fromCloudWatch,
    /** Names of alarms of the team that are budgets by the configuration; absent where there are none. */
    adopted: z.array(z.string()).optional(),
  }),
  /** CloudWatch could not be asked: what it had said before. */
  z.strictObject({
    kind: z.literal('snapshot'),
    path: z.string(),
    ...fromCloudWatch,
    usedAt: z.iso.datetime(),
    because: z.string(),
  }),
]);
export type BudgetSource = z.infer<typeof budgetSourceSchema>;

/** `budgets.json`: budgets as resolved for this run. */
export const budgetsFileSchema = z.strictObject({
  schemaVersion: z.literal(evidenceVersion),
  source: budgetSourceSchema,
  budgets: z.array(budgetSchema),
});
export type BudgetsFile = z.infer<typeof budgetsFileSchema>;
