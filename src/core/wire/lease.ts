import { z } from 'zod';
import { evidenceVersion, plannedFaultSchema } from './plan.ts';

/**
 * `lease.json`: what the janitor has to put right when the harness cannot. Written by the harness alone; removed by whoever leaves
 * nothing behind.
 */
export const leaseSchema = z.strictObject({
  schemaVersion: z.literal(evidenceVersion),
  runId: z.string(),
  /** T0 as wall time, ms since the epoch; null while it is not fixed. */
  t0Ms: z.number().nullable(),
  toxiproxyUrl: z.string(),
  /** Control of the shop's services; absent where there is none. */
  servicesUrl: z.string().optional(),
  /** Toxiproxy is one of the `shop` processes below: when they are gone, its faults are gone with it. */
  toxiproxyOwned: z.boolean(),
  /** Age of the heartbeat beyond which the harness counts as dead. */
  leaseSeconds: z.number().positive(),
  /** Faults that are in place, or may be: written before each is applied, dropped after it is read back as healed. */
  faults: z.array(plannedFaultSchema),
  /** Processes that the harness started, each with the mark of its start. */
  processes: z.array(
    z.strictObject({ pid: z.number().int().positive(), startMark: z.string(), role: z.enum(['load', 'shop']) }),
  ),
});
export type Lease = z.infer<typeof leaseSchema>;
export type LeasedProcess = Lease['processes'][number];
