import { z } from 'zod';
import { evidenceVersion } from './plan.ts';
import { verdictValueSchema } from './verdict.ts';

/** What the files of capacity, soak and cutover begin with. Each is written anew after every run of the mode. */
export const modeFileHead = {
  schemaVersion: z.literal(evidenceVersion),
  id: z.string(),
  startedAt: z.iso.datetime(),
  /** False while it is under way, or where it was broken off. */
  finished: z.boolean(),
  verdict: verdictValueSchema,
  exitCode: z.number().int(),
  sentence: z.string(),
};
