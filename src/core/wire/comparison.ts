import { z } from 'zod';
import { evidenceVersion } from './plan.ts';
import { comparedIndicatorSchema } from './run-figures.ts';

export const changeOutcomeSchema = z.enum(['regression', 'improvement', 'noEvidence']);
export type ChangeOutcome = z.infer<typeof changeOutcomeSchema>;

/** One figure compared. */
export const figureChangeSchema = z.strictObject({
  indicator: comparedIndicatorSchema,
  step: z.string().nullable(),
  fault: z.string().nullable(),
  unit: z.enum(['ms', 'ratio', '1/s', 's']),
  /** Means over the runs: geometric where the change is a ratio. */
  before: z.number(),
  after: z.number(),
  /** After against before: a ratio (0.15 = 15 % more) or a difference in the unit. */
  change: z.number(),
  changeIs: z.enum(['ratio', 'difference']),
  /** Where the true change lies, with 95 % on either side; null where the spread between runs is not known. */
  interval: z.tuple([z.number(), z.number()]).nullable(),
  outcome: changeOutcomeSchema,
  /** Without evidence of a change: a worsening that matters is excluded, so this much is known. */
  worseningExcluded: z.boolean(),
  why: z.string(),
});
export type FigureChange = z.infer<typeof figureChangeSchema>;

/** What `compare --json` prints. */
export const comparisonSchema = z.strictObject({
  schemaVersion: z.literal(evidenceVersion),
  /** Worst of the figures: a regression, or else no evidence where a worsening is not excluded, or else an improvement. */
  outcome: changeOutcomeSchema,
  exitCode: z.number().int(),
  sentence: z.string(),
  /** `pairs`: runs took turns. `groups`: one set after the other, so that a change of the machine in between counts as one of the shop. */
  design: z.enum(['pairs', 'groups']),
  before: z.array(z.string()),
  after: z.array(z.string()),
  leftOut: z.array(z.strictObject({ runId: z.string(), why: z.string() })),
  notes: z.array(z.string()),
  figures: z.array(figureChangeSchema),
});
export type Comparison = z.infer<typeof comparisonSchema>;
