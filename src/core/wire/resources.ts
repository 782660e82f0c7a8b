import { z } from 'zod';
import { evidenceVersion } from './plan.ts';

/** What a resource is, which says how its drift is judged (src/core/drift). */
export const resourceKinds = ['memory', 'connections', 'waiting', 'processor', 'other'] as const;
export type ResourceKind = (typeof resourceKinds)[number];

/** One figure of a shop's resources at one instant. */
export const resourceReadingSchema = z.strictObject({
  /** The same from one reading to the next, e.g. `web 1 database connections`. */
  name: z.string().min(1).max(120),
  kind: z.enum(resourceKinds),
  value: z.number(),
  unit: z.enum(['MiB', 'count', 'ratio']),
  /** What there is of it; null where nothing is known to end it. */
  limit: z.number().positive().nullable(),
});
export type ResourceReading = z.infer<typeof resourceReadingSchema>;

/** What a shop's resources endpoint answers (docs/contracts.md). */
export const resourcesAnswerSchema = z.object({ resources: z.array(resourceReadingSchema).max(200) });

/** One line of `resources.ndjson`: the shop's resources at an offset from T0. */
export const resourceLineSchema = z.strictObject({
  v: z.literal(evidenceVersion),
  offsetSeconds: z.number(),
  resources: z.array(resourceReadingSchema),
});
export type ResourceLine = z.infer<typeof resourceLineSchema>;
