import { z } from 'zod';
import { plannedExpectationsSchema, plannedStageSchema, plannedTriggerSchema } from './expectations.ts';
import { gameDayPlanSchema } from './game-day.ts';

/** The version that every evidence file carries; a reader refuses any other. */
export const evidenceVersion = 1;

/** Names that become file names, toxic names and alarm names: lower case, digits, dashes. */
export const slugSchema = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'lower-case letters, digits and dashes, at most 63 characters');

/** A month: beyond it a figure is damage, and nobody is to count its seconds one by one. */
export const longestRunSeconds = 31 * 86_400;
const seconds = z.number().nonnegative().max(longestRunSeconds);

/** One corner of V(t): virtual users planned at an offset; straight lines between corners. */
export const loadPointSchema = z.strictObject({ atSeconds: seconds, virtualUsers: z.number().int().nonnegative() });
export type LoadPoint = z.infer<typeof loadPointSchema>;

/** One corner of λ(t): sessions that arrive a second, planned at an offset; straight lines between corners. */
export const arrivalPointSchema = z.strictObject({ atSeconds: seconds, sessionsPerSecond: z.number().nonnegative() });
export type ArrivalPoint = z.infer<typeof arrivalPointSchema>;

/** A crowd that comes on top of the load for a time. */
const plannedSurgeSchema = z.strictObject({
  /** The fault that it is. */
  fault: slugSchema,
  fromSeconds: seconds,
  toSeconds: seconds,
  /** Times the planned load, on top of it. */
  extraShare: z.number().positive(),
  /** Rank of the one product that the crowd comes for; null when it shops as all do. */
  productRank: z.number().int().positive().nullable(),
});
export type PlannedSurge = z.infer<typeof plannedSurgeSchema>;

/** What both models of load have. */
const sharedLoad = {
  hosts: z.number().int().positive().max(1_000_000),
  workers: z.number().int().positive().max(10_000),
  connections: z.enum(['perUser', 'shared']),
  thinkTimeMedianSeconds: z.number().positive(),
  /** Standard deviation of the logarithm of the think time. */
  thinkTimeSigma: z.number().nonnegative(),
  /** A shopper leaves when a step takes longer. */
  patienceSeconds: z.number().positive(),
  /** Crowds on top of the shape, which the curve holds already; absent where there are none. */
  surges: z.array(plannedSurgeSchema).optional(),
};

/** Closed model: V(t) shoppers are there, and whoever ends a session begins the next. A slow shop is asked less. */
const closedLoadSchema = z.strictObject({
  model: z.literal('closed'),
  /** V(t) at its peak. */
  virtualUsers: z.number().int().positive(),
  curve: z.array(loadPointSchema).min(2),
  /** Slots are numbered from here on; from 0 where it is not said. A cutover splits the shoppers of one crowd between two runs by it. */
  firstSlot: z.number().int().nonnegative().optional(),
  ...sharedLoad,
});
export type ClosedLoad = z.infer<typeof closedLoadSchema>;

/** Open model: sessions arrive at λ(t), whatever the shop does, and leave at their end. A slow shop fills up. */
const openLoadSchema = z.strictObject({
  model: z.literal('open'),
  /** λ(t) at its peak. */
  sessionsPerSecond: z.number().positive(),
  curve: z.array(arrivalPointSchema).min(2),
  /** Mean length of a session on a shop that answers at once; × λ, by Little's law, the virtual users to expect. */
  meanSessionSeconds: z.number().positive(),
  /** Upper estimate of the virtual users at one time, on a shop that uses up everybody's patience at every step. */
  virtualUsersAtMost: z.number().int().positive(),
  ...sharedLoad,
});
export type OpenLoad = z.infer<typeof openLoadSchema>;

/** Plans from before the open model do not name theirs. */
const nameModel = (load: unknown): unknown =>
  typeof load === 'object' && load !== null && !('model' in load) ? { model: 'closed', ...load } : load;

const loadSchema = z.preprocess(nameModel, z.discriminatedUnion('model', [closedLoadSchema, openLoadSchema]));

/** Which attributes are allowed depends on the kind (src/core/fault-kinds.ts). */
export const plannedFaultSchema = z.strictObject({
  name: slugSchema,
  /** One of src/core/fault-kinds.ts; toxics are named as Toxiproxy does. */
  kind: z.string().min(1),
  /** The dependency that is hit, as named in the configuration: `database`, `cache`, `payments`, … */
  target: z.string().min(1),
  /** The Toxiproxy proxy that stands before the target, `service:<name>`, or `load`. */
  proxy: z.string().min(1),
  /** With a trigger: the latest that the plan has room for. */
  atSeconds: seconds,
  /** What has to happen before; absent where the offset alone counts. */
  trigger: plannedTriggerSchema.optional(),
  durationSeconds: z.number().positive(),
  /** After this the janitor heals it whatever happens, seconds from its application. */
  longestLifeSeconds: z.number().positive(),
  /** The attributes of the kind, e.g. `{ latencyMs: 2000, jitterMs: 500 }`. */
  attributes: z.record(z.string(), z.union([z.number(), z.string()])),
  /** How it grows while it is in place, in order of age; absent where it stays as it is. */
  stages: z.array(plannedStageSchema).optional(),
  /** Share of connections hit, 0 < toxicity ≤ 1. */
  toxicity: z.number().gt(0).max(1),
  /** Absent where nothing is expected beyond the budgets. */
  expect: plannedExpectationsSchema.optional(),
});
export type PlannedFault = z.infer<typeof plannedFaultSchema>;

export const plannedExperimentSchema = z.strictObject({
  name: slugSchema,
  title: z.string(),
  hypothesis: z.string(),
  runbook: z.string().nullable(),
  /** The operators' alarm that should notice; absent where none is named. */
  alarm: z.string().optional(),
  faults: z.array(plannedFaultSchema),
});
export type PlannedExperiment = z.infer<typeof plannedExperimentSchema>;

/** One earlier gate run of the same revision; null where it left no verdict. */
export const earlierAttemptSchema = z.strictObject({
  runId: slugSchema,
  createdAt: z.iso.datetime(),
  verdict: z.enum(['pass', 'fail', 'inconclusive']).nullable(),
});
export type EarlierAttempt = z.infer<typeof earlierAttemptSchema>;

const releaseSchema = z.strictObject({
  /** Commit, build or image: whatever tells one release from another. */
  revision: z.string().min(1),
  /** Which attempt this is, from 1: as CI counts, or as many as were found and one. */
  attempt: z.number().int().positive(),
  /** Attempts whose evidence was found in the reports folder, oldest first. */
  earlier: z.array(earlierAttemptSchema),
  /** Why a fail of the same revision shall not stand; null when nobody said. */
  despiteEarlierFail: z.string().min(1).nullable(),
});

/**
 * `plan.json`: everything that decides what the run does. The same plan gives the same shoppers. Read by the judge, by
 * the reports and, inside k6, by scenarios/lib.
 */
export const planSchema = z.strictObject({
  schemaVersion: z.literal(evidenceVersion),
  runId: slugSchema,
  createdAt: z.iso.datetime(),
  seed: z.number().int().nonnegative(),
  peakproofVersion: z.string(),
  environment: z.strictObject({
    machine: z.string(),
    cpus: z.number().int().positive(),
    memoryMiB: z.number().positive(),
    nodeVersion: z.string(),
    /**
     * Limits of the machine that drives (src/core/machine-capacity.ts). Null: none that is known. Absent from plans that were made before
     * they were recorded.
     */
    descriptorsPerProcess: z.number().int().positive().nullable().optional(),
    ephemeralPorts: z.number().int().positive().nullable().optional(),
    /** How long the port of a closed connection to this shop lingers. */
    portLingerSeconds: z.number().nonnegative().optional(),
  }),
  shop: z.strictObject({
    kind: z.enum(['reference', 'external']),
    /** Profile of the reference shop; null for an external shop. */
    profile: z.enum(['modern', 'legacy']).nullable(),
    defects: z.array(z.string()),
    /** Adapter file, relative to the configuration file. */
    adapter: z.string(),
  }),
  scenario: z.strictObject({
    name: slugSchema,
    /** Every step a shopper can take, in funnel order. */
    steps: z.array(z.string()).min(1),
    /** The step that means business is done: the one of `downtimeSeconds` and of the funnel's end. */
    checkoutStep: z.string(),
  }),
  load: loadSchema,
  timing: z.strictObject({
    /** Offsets from T0, the instant at which the first shopper may start. */
    plateauStartSeconds: seconds,
    rampDownStartSeconds: seconds,
    endSeconds: seconds,
    /** What the run can take at worst, set-up, quiescence and audits included. */
    worstCaseSeconds: seconds,
    /** Reserved after each heal: recovery limit + hold. */
    recoveryReserveSeconds: seconds,
    /**
     * Of a gate run: where its plateau may end, whole seconds from T0, rising. It ends at the first look that decides; the last is
     * `rampDownStartSeconds`, rounded down.
     */
    looksAtSeconds: z.array(z.number().int().positive()).min(1).optional(),
  }),
  experiment: plannedExperimentSchema.nullable(),
  /** Below these an invariant is inconclusive: not exercised enough to mean anything. */
  exercise: z.strictObject({
    leastAcknowledgedOrders: z.number().int().nonnegative(),
    leastSoldOutSkus: z.number().int().nonnegative(),
    /** Wishes that were sent more than once. Absent from plans of before it was asked for. */
    leastResentWishes: z.number().int().nonnegative().optional(),
  }),
  business: z.strictObject({
    averageOrderValueCents: z.number().int().positive(),
    oversellCostCents: z.number().int().nonnegative(),
  }),
  /** Of a rehearsal with people; absent from any other. */
  gameDay: gameDayPlanSchema.optional(),
  /** Of a run that gates a release: what is released, and what earlier attempts at it came to. */
  release: releaseSchema.optional(),
  /** The run seals its evidence when it has ended (seal.ts). Absent from plans of before there were seals. */
  sealed: z.literal(true).optional(),
  /** What may be touched by faults; every target of the experiment is in it. */
  targets: z.record(z.string(), z.string()),
});
export type Plan = z.infer<typeof planSchema>;
