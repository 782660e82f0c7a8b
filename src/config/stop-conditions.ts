import { z } from 'zod';
import { durationSchema } from './duration-schema.ts';

/** Reaching one of these for so long ends the run, and heals at once. */
const stopConditionSchema = z.union([
  z.strictObject({
    /** Share of the steps, all together, that are bad. */
    badShareAbove: z.number().gt(0).max(1),
    for: durationSchema,
  }),
  z.strictObject({
    /** 95th percentile of a step; a bad attempt is slower than any. */
    p95Above: durationSchema,
    step: z.string().min(1),
    for: durationSchema,
  }),
  z.strictObject({
    /** Good steps over what the time before the first fault lets expect. */
    goodputBelow: z.number().gt(0).lt(1),
    for: durationSchema,
  }),
]);

/** One condition or several, each with its time. */
export const stopWhenSchema = z.union([stopConditionSchema, z.array(stopConditionSchema)]);

export type StopCondition =
  | { readonly kind: 'badShare'; readonly badShareAbove: number; readonly forSeconds: number }
  | { readonly kind: 'latency'; readonly p95AboveMs: number; readonly step: string; readonly forSeconds: number }
  | { readonly kind: 'goodput'; readonly goodputBelow: number; readonly forSeconds: number };

/** The conditions as settings have them, durations in units. */
export const stopConditions = (written: z.output<typeof stopWhenSchema> | undefined): readonly StopCondition[] =>
  (written === undefined ? [] : Array.isArray(written) ? written : [written]).map((condition): StopCondition => {
    const forSeconds = condition.for;
    if ('badShareAbove' in condition) return { kind: 'badShare', badShareAbove: condition.badShareAbove, forSeconds };
    if ('goodputBelow' in condition) return { kind: 'goodput', goodputBelow: condition.goodputBelow, forSeconds };
    return { kind: 'latency', p95AboveMs: condition.p95Above * 1_000, step: condition.step, forSeconds };
  });
