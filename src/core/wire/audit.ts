import { z } from 'zod';
import { evidenceVersion } from './plan.ts';

/** Parts of a shop's books that an auditor may not be able to give. */
export const auditParts = ['orders', 'orderKeys', 'charges', 'chargeKeys', 'stock', 'movements'] as const;
export type AuditPart = (typeof auditParts)[number];

/** What a shop's audit endpoint answers: its own books. Money in cents, instants in ms since the epoch. */
export const bookSnapshotSchema = z.strictObject({
  atMs: z.number(),
  /** Changes when, and only when, the books changed: equal digests mean that the shop has come to rest. */
  digest: z.string(),
  /** Commit order of the last entry; `orders`, `charges` and `movements` hold what came after the sequence asked for. */
  sequence: z.number().int().nonnegative(),
  stock: z.array(
    z.strictObject({
      sku: z.string(),
      warehouse: z.string(),
      onHand: z.number().int(),
      reserved: z.number().int(),
    }),
  ),
  orders: z.array(
    z.strictObject({
      orderId: z.string(),
      /** The client's intent and idempotency key as the shop received them; null when it received none. */
      intent: z.string().nullable(),
      key: z.string().nullable(),
      status: z.enum(['confirmed', 'pending', 'cancelled']),
      totalCents: z.number().int(),
      /** Position in commit order. */
      sequence: z.number().int(),
      /** Position in commit order of the cancellation, null while the order lives. */
      cancelledSequence: z.number().int().nullable(),
      atMs: z.number(),
      lines: z.array(z.strictObject({ sku: z.string(), warehouse: z.string(), quantity: z.number().int().positive() })),
    }),
  ),
  charges: z.array(
    z.strictObject({
      chargeId: z.string(),
      orderId: z.string().nullable(),
      intent: z.string().nullable(),
      key: z.string().nullable(),
      capturedCents: z.number().int(),
      refundedCents: z.number().int(),
      atMs: z.number(),
    }),
  ),
  /** Receipts, returns and corrections of stock that are not orders. */
  movements: z.array(
    z.strictObject({
      sku: z.string(),
      warehouse: z.string(),
      kind: z.enum(['receipt', 'return', 'correction']),
      quantity: z.number().int(),
      sequence: z.number().int(),
    }),
  ),
  /**
   * What could not be audited, and why: empty lists of such a part say nothing. `orderKeys`, `chargeKeys`: the books do not say which intent
   * or key an order, or a charge, belongs to. Absent: everything was audited.
   */
  unaudited: z.array(z.strictObject({ part: z.enum(auditParts), why: z.string() })).optional(),
});
export type BookSnapshot = z.infer<typeof bookSnapshotSchema>;

/** `audit.json`. `closing` is null while the run has not come to its closing audit. */
export const auditFileSchema = z.strictObject({
  schemaVersion: z.literal(evidenceVersion),
  runId: z.string(),
  opening: bookSnapshotSchema,
  closing: bookSnapshotSchema.nullable(),
  /** Two equal digests were seen before the closing audit. */
  quiesced: z.boolean(),
});
export type AuditFile = z.infer<typeof auditFileSchema>;
