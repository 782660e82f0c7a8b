import { z } from 'zod';

/** The version that every evidence file carries; a reader refuses any other. */
export const evidenceVersion = 1;

/** Names that become file names, toxic names and alarm names: lower case, digits, dashes. */
export const slugSchema = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'lower-case letters, digits and dashes, at most 63 characters');

const seconds = z.number().nonnegative();

/** One corner of V(t): virtual users planned at an offset; straight lines between corners. */
export const loadPointSchema = z.strictObject({ atSeconds: seconds, virtualUsers: z.number().int().nonnegative() });
export type LoadPoint = z.infer<typeof loadPointSchema>;

/** One corner of λ(t): sessions that arrive a second, planned at an offset; straight lines between corners. */
export const arrivalPointSchema = z.strictObject({ atSeconds: seconds, sessionsPerSecond: z.number().nonnegative() });
export type ArrivalPoint = z.infer<typeof arrivalPointSchema>;

/** What both models of load have. */
const sharedLoad = {
  hosts: z.number().int().positive(),
  workers: z.number().int().positive(),
  connections: z.enum(['perUser', 'shared']),
  thinkTimeMedianSeconds: z.number().positive(),
  /** Standard deviation of the logarithm of the think time. */
  thinkTimeSigma: z.number().nonnegative(),
  /** A shopper leaves when a step takes longer. */
  patienceSeconds: z.number().positive(),
};

/** Closed model: V(t) shoppers are there, and whoever ends a session begins the next. A slow shop is asked less. */
const closedLoadSchema = z.strictObject({
  model: z.literal('closed'),
  /** V(t) at its peak. */
  virtualUsers: z.number().int().positive(),
  curve: z.array(loadPointSchema).min(2),
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

/** Toxiproxy toxic attributes are numbers; which names are allowed depends on the kind (src/adapters/toxiproxy). */
export const plannedFaultSchema = z.strictObject({
  name: slugSchema,
  /** One of src/core/fault-kinds.ts, named as Toxiproxy does. */
  kind: z.string().min(1),
  /** The dependency that is hit, as named in the configuration: `database`, `cache`, `payments`, … */
  target: z.string().min(1),
  /** The Toxiproxy proxy that stands before the target. */
  proxy: z.string().min(1),
  atSeconds: seconds,
  durationSeconds: z.number().positive(),
  /** After this the janitor heals it whatever happens, seconds from its application. */
  longestLifeSeconds: z.number().positive(),
  /** The attributes of the kind, e.g. `{ latencyMs: 2000, jitterMs: 500 }`. */
  attributes: z.record(z.string(), z.union([z.number(), z.string()])),
  /** Share of connections hit, 0 < toxicity ≤ 1. */
  toxicity: z.number().gt(0).max(1),
});
export type PlannedFault = z.infer<typeof plannedFaultSchema>;

export const plannedExperimentSchema = z.strictObject({
  name: slugSchema,
  title: z.string(),
  hypothesis: z.string(),
  runbook: z.string().nullable(),
  faults: z.array(plannedFaultSchema),
});
export type PlannedExperiment = z.infer<typeof plannedExperimentSchema>;

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
  }),
  experiment: plannedExperimentSchema.nullable(),
  /** Below these an invariant is inconclusive: not exercised enough to mean anything. */
  exercise: z.strictObject({
    leastAcknowledgedOrders: z.number().int().nonnegative(),
    leastSoldOutSkus: z.number().int().nonnegative(),
  }),
  business: z.strictObject({
    averageOrderValueCents: z.number().int().positive(),
    oversellCostCents: z.number().int().nonnegative(),
  }),
  /** What may be touched by faults; every target of the experiment is in it. */
  targets: z.record(z.string(), z.string()),
});
export type Plan = z.infer<typeof planSchema>;
