import { z } from 'zod';
import { phaseSchema } from './budgets.ts';
import { evidenceVersion } from './plan.ts';

const stamped = {
  v: z.literal(evidenceVersion),
  at: z.iso.datetime(),
  /** Seconds from T0 on the harness's monotonic clock; negative before T0, null while T0 is not yet fixed. */
  offsetSeconds: z.number().nullable(),
};

/** What one endpoint did in a short closed loop of few connections, before the load (src/core/endpoint-figures.ts). */
const probedSchema = z.strictObject({
  connections: z.number().int().positive(),
  durationSeconds: z.number().positive(),
  responses: z.number().int().positive(),
  responsesPerSecond: z.number().nonnegative(),
  errors: z.number().int().nonnegative(),
  badStatus: z.number().int().nonnegative(),
  p50Ms: z.number().nonnegative(),
  p95Ms: z.number().nonnegative(),
  p99Ms: z.number().nonnegative(),
});

/**
 * One line of `events.ndjson`. The harness and the janitor append to it.
 * - `run`: the life of the run. `driving` fixes T0: its offset is 0. `loadEnded` is written when every worker has ended by itself,
 *   `closed` is the last line of a run that ended in an orderly way.
 * - `probe`: the floor before any load. `through`: the same endpoint behind its Toxiproxy proxy, asked alike; null where there is none.
 * - `fault`: `applied` and `healed` are written after the read-back, so their offsets are t0 and t2 of DESIGN §6.
 */
export const runEventSchema = z.discriminatedUnion('type', [
  z.strictObject({
    ...stamped,
    type: z.literal('run'),
    state: z.enum(['created', 'driving', 'stopRequested', 'loadEnded', 'loadKilled', 'quiesced', 'closed']),
    detail: z.string().optional(),
  }),
  z.strictObject({ ...stamped, type: z.literal('phase'), phase: phaseSchema }),
  z.strictObject({
    ...stamped,
    type: z.literal('fault'),
    fault: z.string(),
    state: z.enum(['applying', 'applied', 'applyFailed', 'healing', 'healed', 'healFailed']),
    by: z.enum(['plan', 'guard', 'interrupt', 'janitor', 'hand']),
    detail: z.string().optional(),
  }),
  z.strictObject({
    ...stamped,
    type: z.literal('guard'),
    condition: z.string(),
    value: z.number(),
    limit: z.number(),
    detail: z.string(),
  }),
  z.strictObject({
    ...stamped,
    type: z.literal('aborted'),
    by: z.enum(['SIGINT', 'SIGTERM', 'guard', 'janitor', 'error']),
    detail: z.string().optional(),
  }),
  z.strictObject({
    ...stamped,
    type: z.literal('alarm'),
    alarm: z.string(),
    from: z.string(),
    to: z.string(),
    transitionedAt: z.iso.datetime(),
  }),
  z.strictObject({
    ...stamped,
    type: z.literal('probe'),
    /** `front page`, or the target whose proxy was measured. */
    target: z.string(),
    direct: probedSchema,
    through: probedSchema.nullable(),
  }),
  z.strictObject({ ...stamped, type: z.literal('note'), text: z.string() }),
]);
export type RunEvent = z.infer<typeof runEventSchema>;
