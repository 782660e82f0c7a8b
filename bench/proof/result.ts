import { z } from 'zod';

/** How a trial came out with one seed. */
export const trialResultSchema = z.strictObject({
  trial: z.string(),
  seed: z.number().int(),
  startedAt: z.iso.datetime(),
  /** With the start and the end of the shop. */
  wallSeconds: z.number(),
  /** Name of the finding that was expected; null of a healthy run, which expects none. */
  expected: z.string().nullable(),
  /**
   * `found`, `missed` or `undecided` of a defect; `accused` or `innocent` of a healthy run; `failed` where the rehearsal came to no
   * verdict.
   */
  outcome: z.enum(['found', 'missed', 'undecided', 'accused', 'innocent', 'failed']),
  verdict: z.enum(['pass', 'fail', 'inconclusive']).nullable(),
  figure: z.string(),
  why: z.string(),
  /** Everything that failed, by name. */
  failed: z.array(z.string()),
});
export type TrialResult = z.infer<typeof trialResultSchema>;

/** What `npm run proof -- --json` prints, and what is kept between invocations: the latest result of each trial and seed. */
export const proofResultsSchema = z.strictObject({
  schemaVersion: z.literal(1),
  results: z.array(trialResultSchema),
});

/** The results with newer ones in the place of those of the same trial and seed. */
export const withNewer = (before: readonly TrialResult[], newer: readonly TrialResult[]): TrialResult[] => {
  const keyOf = ({ trial, seed }: TrialResult): string => `${trial} ${seed}`;
  return [...new Map([...before, ...newer].map((result) => [keyOf(result), result])).values()];
};
