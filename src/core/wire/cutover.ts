import { z } from 'zod';
import { modeFileHead } from './mode-file.ts';

/** One system in one stage: an ordinary run. */
export const cutoverSideSchema = z.strictObject({
  runId: z.string(),
  virtualUsers: z.number().int().positive(),
  outcome: z.enum(['pass', 'fail', 'inconclusive']),
  why: z.string(),
  /** Inconclusive for want of attempts alone: nothing was broken, and the load generator could be trusted. */
  isShort: z.boolean(),
  /** Budgets and invariants that were broken, by name. */
  broken: z.array(z.string()),
  /** By step: p95 over the steady phase with its interval, ms; null where it falls among the attempts that were never answered. */
  p95Ms: z.record(
    z.string(),
    z.strictObject({ value: z.number().nullable(), low: z.number().nullable(), high: z.number().nullable() }),
  ),
  ordersPlaced: z.number().int().nonnegative(),
});
export type CutoverSide = z.infer<typeof cutoverSideSchema>;

/** Both systems with their share of the sessions. `old` is null where the new one has them all. */
export const cutoverStageSchema = z.strictObject({
  /** Of the sessions, at the new system. */
  share: z.number().gt(0).max(1),
  outcome: z.enum(['pass', 'fail', 'inconclusive']),
  why: z.string(),
  /** The next share may come: the stage passed, or was too short of attempts to say; the last stage must pass. */
  goesOn: z.boolean(),
  old: cutoverSideSchema.nullable(),
  next: cutoverSideSchema,
});
export type CutoverStage = z.infer<typeof cutoverStageSchema>;

/** A read that the two systems answer differently. */
export const readDifferenceSchema = z.strictObject({ path: z.string(), what: z.string() });
export type ReadDifference = z.infer<typeof readDifferenceSchema>;

/** `cutover.json`, version 1. Written anew after every stage. */
export const cutoverFileSchema = z.strictObject({
  ...modeFileHead,
  setting: z.strictObject({
    virtualUsers: z.number().int().positive(),
    shares: z.array(z.number().gt(0).max(1)).min(1),
    stageSeconds: z.number().positive(),
    old: z.string(),
    next: z.string(),
  }),
  reads: z
    .strictObject({ asked: z.number().int().nonnegative(), differences: z.array(readDifferenceSchema) })
    .nullable(),
  stages: z.array(cutoverStageSchema),
  /** All sessions at the old system again; null where nothing had to be taken back. `side` is null where the run did not come about. */
  backOut: z.strictObject({ because: z.string(), side: cutoverSideSchema.nullable() }).nullable(),
});
export type CutoverFile = z.infer<typeof cutoverFileSchema>;
