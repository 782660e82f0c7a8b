import { z } from 'zod';
import { phaseSchema } from './budgets.ts';
import { gameDayRoles, journalEntries } from './game-day.ts';
import { evidenceVersion, longestRunSeconds } from './plan.ts';

const stamped = {
  v: z.literal(evidenceVersion),
  at: z.iso.datetime(),
  /** Seconds from T0 on the harness's monotonic clock; negative before T0, null while T0 is not yet fixed. */
  offsetSeconds: z.number().min(-longestRunSeconds).max(longestRunSeconds).nullable(),
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

/** An alarm of the operators, as it was when watching began. */
const watchedAlarmSchema = z.strictObject({
  alarm: z.string(),
  /** `missing`: there is no such alarm. */
  state: z.enum(['OK', 'ALARM', 'INSUFFICIENT_DATA', 'missing']),
  /** It has an enabled action for the state ALARM: somebody would be paged. */
  pages: z.boolean(),
});

/**
 * One line of `events.ndjson`. The harness and the janitor append to it.
 * - `run`: the life of the run. `driving` fixes T0: its offset is 0. `loadEnded` is written when every worker has ended by itself,
 *   `closed` is the last line of a run that ended in an orderly way.
 * - `aborted` by `unsteady`: no steady state was shown before the first fault, so none was put in place.
 * - `probe`: the floor before any load. `through`: the same endpoint behind its Toxiproxy proxy, asked alike; null where there is none.
 * - `journal`: what people did on a game day (src/core/wire/game-day.ts). May come after `closed`: the debrief is held then.
 * - `look`: a gate looked at its plateau up to a second; `open` are the budgets that were not decided, `failed` those that failed.
 * - `watch`: the operators' alarms are looked at. `started` lists them; from `lost` to `regained` CloudWatch did not answer; `ended` is
 *   said after the last look. `alarm`: one changed its state since the look before; `from` and `to` are equal when it left a state and came
 *   back to it between two looks. `transitionedAt` is by CloudWatch's clock, which `clockAheadSeconds` compares with ours.
 * - `publish`: figures go to CloudWatch. `failed` is said when it begins to fail; `ended` once, after the run was judged, and then nothing
 *   of it is in the verdict. `lost`: points that could not be delivered.
 * - `fault`: `applied` and `healed` are written after the read-back, so their offsets are t0 and t2 of DESIGN §6. `adjusted`: its
 *   attributes were changed while it was in place.
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
    type: z.literal('look'),
    number: z.number().int().positive(),
    upToSeconds: z.number().int().positive(),
    open: z.array(z.string()),
    failed: z.array(z.string()),
  }),
  z.strictObject({
    ...stamped,
    type: z.literal('fault'),
    fault: z.string(),
    state: z.enum(['applying', 'applied', 'applyFailed', 'adjusted', 'healing', 'healed', 'healFailed']),
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
    by: z.enum(['SIGINT', 'SIGTERM', 'operator', 'guard', 'unsteady', 'janitor', 'error']),
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
    type: z.literal('publish'),
    state: z.enum(['failed', 'ended']),
    detail: z.string().optional(),
    /** Where to: namespace and region. */
    to: z.string().optional(),
    points: z.number().int().nonnegative().optional(),
    lost: z.number().int().nonnegative().optional(),
    dashboard: z.strictObject({ name: z.string(), url: z.url().nullable() }).optional(),
  }),
  z.strictObject({
    ...stamped,
    type: z.literal('watch'),
    state: z.enum(['started', 'lost', 'regained', 'ended']),
    alarms: z.array(watchedAlarmSchema).optional(),
    /** How far CloudWatch's clock is ahead of this machine's, to a second; absent where it did not say. */
    clockAheadSeconds: z.number().optional(),
    detail: z.string().optional(),
  }),
  z.strictObject({
    ...stamped,
    type: z.literal('probe'),
    /** `front page`, or the target whose proxy was measured. */
    target: z.string(),
    direct: probedSchema,
    through: probedSchema.nullable(),
  }),
  z.strictObject({
    ...stamped,
    type: z.literal('journal'),
    entry: z.enum(journalEntries),
    role: z.enum(gameDayRoles),
    /** What the person wrote, or the step of the runbook; empty where the entry says it all. */
    text: z.string(),
  }),
  z.strictObject({ ...stamped, type: z.literal('note'), text: z.string() }),
]);
export type RunEvent = z.infer<typeof runEventSchema>;
