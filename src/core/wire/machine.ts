import { z } from 'zod';
import { evidenceVersion } from './plan.ts';

const share = z.number().min(0).max(1);

/**
 * One line of `machine.ndjson`: what became of the processors' time in a stretch of the run, as shares of all processors. Written where the shop
 * is the embedded one, which has to get by with what others leave.
 */
export const machineLineSchema = z.strictObject({
  v: z.literal(evidenceVersion),
  /** End of the stretch, and its length. */
  offsetSeconds: z.number(),
  seconds: z.number().positive(),
  /** Not idle, for whomever. */
  busyShare: share,
  /** Of programs that do not belong to this run. */
  othersShare: share,
  /** Taken by the host for its other guests. */
  stolenShare: share,
});
export type MachineLine = z.infer<typeof machineLineSchema>;
