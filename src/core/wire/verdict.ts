import { z } from 'zod';
import { indicatorSchema, phaseSchema } from './budgets.ts';
import { evidenceVersion } from './plan.ts';

/** Worst wins: fail over inconclusive over pass. `advisory` findings decide nothing. */
export const outcomeSchema = z.enum(['pass', 'fail', 'inconclusive', 'advisory']);
export type Outcome = z.infer<typeof outcomeSchema>;

export const verdictValueSchema = z.enum(['pass', 'fail', 'inconclusive']);

/** A bound that is beyond every observation (unanswered attempts) is null. */
const bound = z.number().nullable();

export const validityCheckSchema = z.strictObject({
  check: z.string(),
  value: z.number().nullable(),
  limit: z.number(),
  unit: z.string(),
  outcome: z.enum(['pass', 'fail', 'inconclusive']),
  why: z.string(),
});
export type ValidityCheck = z.infer<typeof validityCheckSchema>;

export const findingSchema = z.strictObject({
  budget: z.string(),
  step: z.string().nullable(),
  indicator: indicatorSchema,
  phase: phaseSchema.nullable(),
  fault: z.string().nullable(),
  limit: z.number(),
  unit: z.enum(['ms', 'ratio', 's']),
  value: bound,
  interval: z.tuple([bound, bound]),
  samples: z.number().int().nonnegative(),
  /** What decided a latency or error-share budget; null for the others. */
  badShare: z
    .strictObject({
      value: z.number(),
      low: z.number(),
      high: z.number(),
      allowance: z.number(),
      /** Variance inflation by neighbouring seconds, ≥ 1 (DESIGN §6). */
      designEffect: z.number(),
    })
    .nullable(),
  outcome: outcomeSchema,
  why: z.string(),
});
export type Finding = z.infer<typeof findingSchema>;

export const recoverySchema = z.strictObject({
  fault: z.string(),
  step: z.string(),
  appliedAtSeconds: z.number(),
  onsetAtSeconds: bound,
  healedAtSeconds: bound,
  recoveredAtSeconds: bound,
  serviceRecoverySeconds: bound,
  selfHealingSeconds: bound,
  degradedSeconds: z.number(),
  timeToDetectSeconds: bound,
  episodes: z.number().int(),
  indicator: z.enum(['serviceRecovery', 'selfHealing']),
  limitSeconds: bound,
  outcome: outcomeSchema,
  why: z.string(),
});
export type Recovery = z.infer<typeof recoverySchema>;

/** The nine invariants of DESIGN §6. */
export const invariantNames = [
  'lostOrders',
  'phantomOrders',
  'duplicateOrders',
  'doubleCharges',
  'chargedWithoutOrder',
  'orderedWithoutCharge',
  'wrongAmount',
  'oversold',
  'strandedStock',
] as const;
export const invariantNameSchema = z.enum(invariantNames);
export type InvariantName = z.infer<typeof invariantNameSchema>;

export const invariantSchema = z.strictObject({
  name: invariantNameSchema,
  count: z.number().int().nonnegative(),
  limit: z.literal(0),
  /** How far it was put to the test, in words and figures. */
  exercised: z.strictObject({ value: z.number().int(), least: z.number().int(), what: z.string() }),
  outcome: z.enum(['pass', 'fail', 'inconclusive']),
  why: z.string(),
  examples: z.array(z.string()),
});
export type Invariant = z.infer<typeof invariantSchema>;

/** `verdict.json`, version 1: a pure function of the other evidence. */
export const verdictSchema = z.strictObject({
  schemaVersion: z.literal(evidenceVersion),
  runId: z.string(),
  verdict: verdictValueSchema,
  exitCode: z.number().int(),
  /** The verdict in one sentence. */
  sentence: z.string(),
  startedAt: z.iso.datetime().nullable(),
  durationSeconds: z.number(),
  seed: z.number().int(),
  aborted: z.strictObject({ by: z.string(), atSeconds: bound }).nullable(),
  load: z.strictObject({
    /** At the peak. In the open model nobody plans them: what Little's law lets expect of a shop that answers at once. */
    virtualUsersPlanned: z.number().int(),
    virtualUsersPeak: z.number().int(),
    sessions: z.number().int(),
    requests: z.number().int(),
    requestsPerSecond: z.number(),
    /** Arrivals at the peak, in the open model; absent in the closed one. */
    sessionsPerSecondPlanned: z.number().positive().optional(),
  }),
  validity: z.array(validityCheckSchema),
  findings: z.array(findingSchema),
  recovery: z.array(recoverySchema),
  downtimeSeconds: z.number(),
  invariants: z.array(invariantSchema),
  business: z.strictObject({
    ordersPlaced: z.number().int(),
    revenueCents: z.number().int(),
    revenueAtRiskCents: z.number().int(),
    oversellCostCents: z.number().int(),
    funnel: z.array(z.strictObject({ step: z.string(), attempts: z.number().int(), good: z.number().int() })),
  }),
  faultsLeft: z.array(z.string()),
  /** Evidence that was missing or damaged: each makes the verdict inconclusive at best. */
  problems: z.array(z.strictObject({ file: z.string(), what: z.string() })),
});
export type Verdict = z.infer<typeof verdictSchema>;
