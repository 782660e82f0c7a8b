import { z } from 'zod';
import { evidenceVersion } from './plan.ts';

/** `telemetry.json`: metrics of the shop as CloudWatch had them soon after the run. Shown beside the load, never judged. */
export const telemetryFileSchema = z.strictObject({
  schemaVersion: z.literal(evidenceVersion),
  runId: z.string(),
  readAt: z.iso.datetime(),
  series: z.array(
    z.strictObject({
      label: z.string(),
      statistic: z.string(),
      periodSeconds: z.number().positive(),
      /** Start of each period as an offset from T0, seconds, and its value; in order of time. */
      points: z.array(z.tuple([z.number(), z.number()])),
    }),
  ),
  /** What could not be read, and why. */
  problems: z.array(z.string()),
});
export type TelemetryFile = z.infer<typeof telemetryFileSchema>;
