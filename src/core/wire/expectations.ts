import { z } from 'zod';

/** What is expected of the shop while one fault is in place, and after it. */
export const plannedExpectationsSchema = z.strictObject({
  /** Steps that hold their budget meanwhile: their own (both null), or this one. */
  holds: z.array(
    z.strictObject({
      step: z.string(),
      latencyP95Ms: z.number().positive().nullable(),
      /** Share of attempts that may fail, whatever their latency. */
      errorShare: z.number().gt(0).lt(1).nullable(),
    }),
  ),
  /** Steps of which not one attempt may fail meanwhile. */
  neverFails: z.array(z.string()),
  recovery: z.array(
    z.strictObject({
      step: z.string(),
      indicator: z.enum(['serviceRecovery', 'selfHealing']),
      withinSeconds: z.number().positive(),
    }),
  ),
});
export type PlannedExpectations = z.infer<typeof plannedExpectationsSchema>;

/** A start that waits for something to happen to another fault. */
export const plannedTriggerSchema = z.strictObject({
  after: z.string(),
  event: z.enum(['applied', 'healed', 'recovered']),
  delaySeconds: z.number().nonnegative(),
});

/** From this age of the fault on it has these attributes; those that are not named stay. */
export const plannedStageSchema = z.strictObject({
  afterSeconds: z.number().positive(),
  attributes: z.record(z.string(), z.number()),
});
export type PlannedStage = z.infer<typeof plannedStageSchema>;
