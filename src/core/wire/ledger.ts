import { z } from 'zod';
import { evidenceVersion } from './plan.ts';

/** What the client may conclude about one attempt (DESIGN §6, "The books"). */
export const attemptOutcomeSchema = z.enum(['ok', 'failed', 'indeterminate']);
export type AttemptOutcome = z.infer<typeof attemptOutcomeSchema>;

const orderLine = z.strictObject({
  sku: z.string(),
  quantity: z.number().int().positive(),
  unitPriceCents: z.number().int().nonnegative(),
});

/**
 * One line of `ledger-<worker>.ndjson`. `intent` is on disk before the order is sent; an intent without outcome is
 * indeterminate. `closed` is the last line of a worker that ended in an orderly way.
 */
export const ledgerLineSchema = z.discriminatedUnion('type', [
  z.strictObject({ v: z.literal(evidenceVersion), type: z.literal('header'), worker: z.string(), runId: z.string() }),
  z.strictObject({
    type: z.literal('intent'),
    /** One wish to buy, stable over retries and keys. */
    intent: z.string(),
    /** Idempotency key of this attempt. */
    key: z.string(),
    attempt: z.number().int().positive(),
    atMs: z.number(),
    lines: z.array(orderLine).min(1),
    /** Price shown at the confirmation. */
    amountCents: z.number().int().nonnegative(),
  }),
  z.strictObject({
    type: z.literal('outcome'),
    intent: z.string(),
    key: z.string(),
    attempt: z.number().int().positive(),
    atMs: z.number(),
    outcome: attemptOutcomeSchema,
    /** HTTP status, 0 when there was no answer. */
    status: z.number().int().nonnegative(),
    /** The shop's id for the order, when it gave one. */
    orderId: z.string().nullable(),
    /** `declined`, `soldOut`, … as the shop said it; null when it said nothing. */
    reason: z.string().nullable(),
  }),
  z.strictObject({ type: z.literal('closed'), intents: z.number().int(), outcomes: z.number().int() }),
]);
export type LedgerLine = z.infer<typeof ledgerLineSchema>;
