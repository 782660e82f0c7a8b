import { z } from 'zod';

/** What `shop/main.ts` prints on one line when it is ready (docs/contracts.md). */
const readyLineSchema = z.object({
  ready: z.literal(true),
  baseUrl: z.url(),
  auditUrl: z.url(),
  databaseUrl: z.url(),
  resourcesUrl: z.url(),
  targets: z.record(z.string(), z.string()),
  upstreams: z.record(z.string(), z.string()),
  servicesUrl: z.url(),
  pids: z.array(z.number().int().positive()),
});
export type ReadyLine = z.infer<typeof readyLineSchema>;

/** Null for a line that is not the ready line. */
export const parseReadyLine = (line: string): ReadyLine | null => {
  try {
    return readyLineSchema.safeParse(JSON.parse(line)).data ?? null;
  } catch {
    return null;
  }
};
