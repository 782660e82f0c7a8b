import { z } from 'zod';
import { evidenceVersion } from './plan.ts';
import { verdictValueSchema } from './verdict.ts';

/** What runs are compared by. Latencies and error shares are of the steady phase, goodput of the whole run there, recovery of a fault. */
export const comparedIndicators = ['latencyP50', 'latencyP95', 'errorShare', 'goodput', 'serviceRecovery'] as const;
export const comparedIndicatorSchema = z.enum(comparedIndicators);
export type ComparedIndicator = z.infer<typeof comparedIndicatorSchema>;

/** Goodput: good step attempts a second. */
export const comparedUnits = {
  latencyP50: 'ms',
  latencyP95: 'ms',
  errorShare: 'ratio',
  goodput: '1/s',
  serviceRecovery: 's',
} as const satisfies Record<ComparedIndicator, string>;

export const runFigureSchema = z.strictObject({
  indicator: comparedIndicatorSchema,
  /** Null for the run. */
  step: z.string().nullable(),
  fault: z.string().nullable(),
  value: z.number().nonnegative(),
});
export type RunFigure = z.infer<typeof runFigureSchema>;

/** What is kept of one run to compare others with it: a few hundred bytes in place of its evidence. */
export const runFiguresSchema = z.strictObject({
  runId: z.string(),
  startedAt: z.iso.datetime().nullable(),
  verdict: verdictValueSchema,
  /** Why its figures say nothing about the shop; null when they do. */
  unusable: z.string().nullable(),
  /** Runs that differ in one of these are of different things, and are not compared. */
  sameOf: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
  /** A comparison across machines is said to be one. */
  machine: z.string(),
  figures: z.array(runFigureSchema),
});
export type RunFigures = z.infer<typeof runFiguresSchema>;

/** A baseline: one file that `compare` reads in place of folders of runs. */
export const baselineSchema = z.strictObject({
  schemaVersion: z.literal(evidenceVersion),
  kind: z.literal('baseline'),
  runs: z.array(runFiguresSchema).min(1),
});
export type Baseline = z.infer<typeof baselineSchema>;
