import { z } from 'zod';
import { findingUnitSchema, indicatorSchema, phaseSchema } from './budgets.ts';
import { invariantNameSchema } from './invariants.ts';
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
  unit: findingUnitSchema,
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
  /** The alarm that went off first; absent where none did, or none was watched. */
  detectedBy: z.string().optional(),
  episodes: z.number().int(),
  indicator: z.enum(['serviceRecovery', 'selfHealing']),
  limitSeconds: bound,
  outcome: outcomeSchema,
  why: z.string(),
});
export type Recovery = z.infer<typeof recoverySchema>;

/**
 * One time of people on a game day, from the fault in place: until somebody or an alarm noticed, until somebody took it on, until somebody
 * said that shoppers are no longer hurt, until the shop had recovered.
 */
export const gameDayTimeSchema = z.strictObject({
  fault: z.string(),
  what: z.enum(['detect', 'acknowledge', 'mitigate', 'recover']),
  seconds: bound,
  limitSeconds: bound,
  outcome: outcomeSchema,
  why: z.string(),
});
export type GameDayTime = z.infer<typeof gameDayTimeSchema>;

/** What one fault, or several that overlapped, cost. */
export const faultCostSchema = z.strictObject({
  faults: z.array(z.string()),
  appliedAtSeconds: z.number(),
  /** Until when it was watched: the next fault, or the end of the plateau. */
  watchedUntilSeconds: z.number(),
  /** Seconds in which checkout was in breach. */
  downtimeSeconds: z.number(),
  /** Carts that came to the checkout, were not bought, and would have been by the rate of the steady phase. */
  ordersLost: z.number(),
  revenueAtRiskCents: z.number().int(),
});
export type FaultCost = z.infer<typeof faultCostSchema>;

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

/** Whether the operators' alarms noticed one fault (DESIGN §6, time to detect). */
export const detectionSchema = z.strictObject({
  fault: z.string(),
  appliedAtSeconds: bound,
  /** The alarm that went off first, one that pages somebody before one that does not; null when none did. */
  alarm: z.string().nullable(),
  timeToDetectSeconds: bound,
  /** Whether that alarm has an enabled action; null when none went off. */
  pages: z.boolean().nullable(),
  limitSeconds: bound,
  outcome: outcomeSchema,
  why: z.string(),
});
export type Detection = z.infer<typeof detectionSchema>;

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
  aborted: z
    .strictObject({
      by: z.string(),
      atSeconds: bound,
      /** Why; absent where `by` says it all. */
      detail: z.string().optional(),
    })
    .nullable(),
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
  /** One row a fault, where alarms were watched; absent where none were. */
  detection: z.array(detectionSchema).optional(),
  /** Absent from verdicts of before it was reckoned. */
  faultCosts: z.array(faultCostSchema).optional(),
  downtimeSeconds: z.number(),
  invariants: z.array(invariantSchema),
  business: z.strictObject({
    ordersPlaced: z.number().int(),
    revenueCents: z.number().int(),
    revenueAtRiskCents: z.number().int(),
    oversellCostCents: z.number().int(),
    funnel: z.array(z.strictObject({ step: z.string(), attempts: z.number().int(), good: z.number().int() })),
  }),
  /** How quick people were, on a game day; absent from any other run. */
  gameDay: z.array(gameDayTimeSchema).optional(),
  faultsLeft: z.array(z.string()),
  /** Evidence that was missing or damaged: each makes the verdict inconclusive at best. */
  problems: z.array(z.strictObject({ file: z.string(), what: z.string() })),
});
export type Verdict = z.infer<typeof verdictSchema>;
