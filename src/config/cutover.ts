import { z } from 'zod';
import { auditorSchema } from './auditor-schema.ts';

const isPattern = (text: string): boolean => {
  try {
    new RegExp(text, 'g');
    return true;
  } catch {
    return false;
  }
};

/** What a cutover needs beside the configuration, which is that of the old system. */
export const cutoverConfigSchema = z.strictObject({
  /** The new system. */
  next: z.strictObject({
    baseUrl: z.url({ protocol: /^https?$/ }),
    /** Its adapter; without it, that of the old system. */
    shop: z.string().optional(),
    auditor: auditorSchema.optional(),
  }),
  /** Paths that both systems must answer alike. */
  reads: z.array(z.string().startsWith('/')).max(1_000).optional(),
  /** Regular expressions: what may differ in an answer. */
  ignore: z.array(z.string().refine(isPattern, 'not a regular expression')).optional(),
  /** Shell commands that move a real router: PEAKPROOF_STAGE_SHARE (0 to 1) and PEAKPROOF_STAGE_PERCENT say how far. */
  onStage: z.string().min(1).optional(),
  onBackOut: z.string().min(1).optional(),
});
export type CutoverConfig = z.output<typeof cutoverConfigSchema>;
