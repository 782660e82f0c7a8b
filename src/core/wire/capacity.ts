import { z } from 'zod';
import { modeFileHead } from './mode-file.ts';

const level = z.number().positive();

/** One probe: an ordinary run, whose folder stands beside that of the search. */
export const capacityProbeSchema = z.strictObject({
  runId: z.string(),
  /** Virtual users, or sessions a second. */
  level,
  outcome: z.enum(['held', 'broke', 'generatorLimited', 'undecided', 'disturbed', 'spoilt']),
  why: z.string(),
  requestsPerSecond: z.number().nonnegative(),
  /** p95 of each step over the steady phase, ms; null where it falls among the attempts that were never answered. */
  p95Ms: z.record(z.string(), z.number().nullable()),
  /** Budgets that were broken, by name. */
  broken: z.array(z.string()),
  /** Validity checks that failed, by name. */
  distrusted: z.array(z.string()),
  /** Invariants of the books that were broken, by name: they do not hang on the load, and are told beside the knee. */
  booksBroken: z.array(z.string()),
});
export type CapacityProbe = z.infer<typeof capacityProbeSchema>;

/** The resource that was used up first at the least load that broke a budget. */
export const exhaustedResourceSchema = z.strictObject({
  name: z.string(),
  atSeconds: z.number(),
  value: z.number(),
  limit: z.number().nullable(),
  /** It was used up at the highest load that held, too: then it need not be the cause. */
  alsoWhereHeld: z.boolean(),
});
export type ExhaustedResource = z.infer<typeof exhaustedResourceSchema>;

/** `capacity.json`, version 1: what a search for the knee found. Written anew after every probe. */
export const capacityFileSchema = z.strictObject({
  ...modeFileHead,
  unit: z.enum(['virtualUsers', 'sessionsPerSecond']),
  setting: z.strictObject({ from: level, most: level, quantum: level, resolution: z.number().positive() }),
  /** What was asked for: this much must be held. */
  atLeast: level.nullable(),
  knee: z.strictObject({
    held: level.nullable(),
    broke: level.nullable(),
    generatorLimited: z.array(level),
    undecided: z.array(level),
  }),
  probes: z.array(capacityProbeSchema),
  /** Null where the shop tells nothing of its resources, where nothing broke, or where none was used up. */
  firstExhausted: exhaustedResourceSchema.nullable(),
  /** Limits in ms by step, for the chart. */
  limitsMs: z.record(z.string(), z.number()),
});
export type CapacityFile = z.infer<typeof capacityFileSchema>;
