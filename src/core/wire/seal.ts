import { z } from 'zod';
import { evidenceVersion } from './plan.ts';

/** Files of a run's folder that the judge reads. */
export const isEvidence = (file: string): boolean =>
  ['plan.json', 'budgets.json', 'events.ndjson', 'audit.json', 'machine.ndjson'].includes(file) ||
  /^(timeline|ledger)-.+\.ndjson$/.test(file);

/** `seal.json`: what the evidence was when the run had ended, so that a later change of a single byte is seen. */
export const sealSchema = z.strictObject({
  schemaVersion: z.literal(evidenceVersion),
  runId: z.string(),
  files: z.array(
    z.strictObject({
      file: z.string(),
      bytes: z.number().int().nonnegative(),
      /** Of these bytes, in hexadecimal. */
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
    }),
  ),
});
export type Seal = z.infer<typeof sealSchema>;
