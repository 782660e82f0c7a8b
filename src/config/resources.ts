import { z } from 'zod';
import { resourceKinds } from '../core/wire/resources.ts';
import type { ResourceSource } from '../ports.ts';

/** Where a shop tells what it uses: in our own format, or as figures in a JSON document of its own. */
export const resourcesConfigSchema = z.strictObject({
  url: z.url({ protocol: /^https?$/ }),
  figures: z
    .record(
      z.string().min(1).max(120),
      z.strictObject({
        /** Dotted path to a number: `memory.heapUsed`, `pools.0.busy`. */
        path: z.string().min(1),
        kind: z.enum(resourceKinds),
        unit: z.enum(['bytes', 'MiB', 'count', 'ratio']).optional(),
        /** What there is of it, in the unit. */
        limit: z.number().positive().optional(),
      }),
    )
    .optional(),
});

const bytesPerMiB = 2 ** 20;

/** The resources of the configuration, every unit one that reports know. */
export const resourceSource = (
  resources: z.output<typeof resourcesConfigSchema> | undefined,
): ResourceSource | null => {
  if (resources === undefined) return null;
  const { url, figures } = resources;
  if (figures === undefined) return { url, figures: null };
  return {
    url,
    figures: Object.fromEntries(
      Object.entries(figures).map(([name, { path, kind, unit = kind === 'memory' ? 'bytes' : 'count', limit }]) => {
        const factor = unit === 'bytes' ? 1 / bytesPerMiB : 1;
        return [
          name,
          {
            path,
            kind,
            unit: unit === 'bytes' ? 'MiB' : unit,
            limit: limit === undefined ? null : limit * factor,
            factor,
          },
        ];
      }),
    ),
  };
};
