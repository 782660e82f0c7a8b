import type { Pool } from 'pg';
import type { PaymentsClient } from '../payments/payments-client.ts';
import { settleOrder } from '../checkout/settle-order.ts';

/** Longer than a checkout can take, so that nobody is at work on these orders any more. */
const leftAfter = '5 seconds';
const ordersAtOnce = 50;

/**
 * Brings orders that a crash or an outage left pending to their end: what is not captured yet is cancelled at the provider,
 * for good, and the answer decides whether the order stands.
 */
export const resolvePendingOrders = async (database: Pool, payments: PaymentsClient): Promise<void> => {
  const left = await database.query<{ orderId: string }>(
    `SELECT order_id AS "orderId" FROM orders
     WHERE status = 'pending' AND created_at < now() - interval '${leftAfter}' ORDER BY created_at LIMIT ${ordersAtOnce}`,
  );
  await Promise.all(
    left.rows.map(async ({ orderId }) => settleOrder(database, payments, orderId, await payments.cancel(orderId))),
  );
};
