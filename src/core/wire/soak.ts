import { z } from 'zod';
import { modeFileHead } from './mode-file.ts';
import { evidenceVersion } from './plan.ts';
import { resourceKinds } from './resources.ts';

/** What drifts: latency and errors as shoppers see them, and the shop's resources. */
export const driftKinds = ['latency', 'errors', ...resourceKinds] as const;
export type DriftKind = (typeof driftKinds)[number];

export const driftUnitSchema = z.enum(['ms', 'ratio', 'MiB', 'count']);
export type DriftUnit = z.infer<typeof driftUnitSchema>;

/** One figure in one stretch of a leg; a line of `drift.ndjson`. */
export const driftPointSchema = z.strictObject({
  v: z.literal(evidenceVersion),
  /** Middle of the stretch, seconds since the soak began. */
  atSeconds: z.number(),
  leg: z.number().int().positive(),
  /** Of the shop: 1, and one more each time that it was started anew. */
  life: z.number().int().positive(),
  figure: z.string(),
  kind: z.enum(driftKinds),
  unit: driftUnitSchema,
  value: z.number(),
  limit: z.number().positive().nullable(),
});
export type DriftPoint = z.infer<typeof driftPointSchema>;

export const driftSchema = z.strictObject({
  figure: z.string(),
  kind: z.enum(driftKinds),
  unit: driftUnitSchema,
  /** Where it was at the start: median of the first quarter. */
  level: z.number(),
  perHour: z.number(),
  /** Of the rate, an hour: as the outcome was decided by. */
  interval: z.tuple([z.number(), z.number()]),
  /** Growth over the soak that matters in practice. */
  threshold: z.number(),
  points: z.number().int(),
  /** At this rate, until the limit is reached; null where there is none, or nothing grows. */
  hoursToLimit: z.number().nullable(),
  outcome: z.enum(['pass', 'fail', 'inconclusive']),
  why: z.string(),
});
export type Drift = z.infer<typeof driftSchema>;

export const soakLegSchema = z.strictObject({
  number: z.number().int().positive(),
  runId: z.string(),
  life: z.number().int().positive(),
  /** Offset of its T0 from the start of the soak. */
  startedAtSeconds: z.number(),
  outcome: z.enum(['pass', 'fail', 'inconclusive']),
  why: z.string(),
  /** Its timelines and ledgers were removed to save room; what drifts was taken out of them before. */
  thinned: z.boolean(),
});
export type SoakLeg = z.infer<typeof soakLegSchema>;

/** `soak.json`, version 1. Written anew after every leg. */
export const soakFileSchema = z.strictObject({
  ...modeFileHead,
  /** Why it ended before its time; null where it did not. */
  stoppedBecause: z.string().nullable(),
  setting: z.strictObject({
    legs: z.number().int().positive(),
    legSeconds: z.number().positive(),
    bucketSeconds: z.number().positive(),
    seed: z.number().int(),
    /** The command line as it was, for `--resume`. */
    options: z.record(z.string(), z.unknown()),
  }),
  legs: z.array(soakLegSchema),
  drifts: z.array(driftSchema),
});
export type SoakFile = z.infer<typeof soakFileSchema>;
