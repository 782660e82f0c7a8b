import type { PaymentOutcome, PaymentsClient } from '../payments/payments-client.ts';
import type { Queryable } from '../catalogue/queries.ts';
import type { Pool } from 'pg';

export type OrderStatus = 'pending' | 'confirmed' | 'cancelled';

/**
 * Makes the order follow the payment: captured → confirmed, anything else → cancelled and its stock free again. The provider's
 * word is final for a key, so that whoever comes second (a retry, the recovery) comes to the same end. A capture for an order
 * that is cancelled already is given back.
 * @returns the order's status now
 */
export const settleOrder = async (
  database: Queryable,
  payments: PaymentsClient,
  orderId: string,
  payment: PaymentOutcome,
): Promise<OrderStatus> => {
  if (payment.outcome !== 'captured') return call(database, 'cancel_order', [orderId, payment.outcome]);
  const status = await call(database, 'confirm_order', [orderId, payment.paymentId]);
  if (status === 'cancelled') await payments.refund(payment.paymentId);
  return status;
};

const call = async (
  database: Queryable,
  name: 'cancel_order' | 'confirm_order',
  values: string[],
): Promise<OrderStatus> => {
  const text = `SELECT ${name}($1, $2) AS status`;
  const result = await (database as Pool).query<{ status: OrderStatus }>({ name, text, values });
  const status = result.rows[0]?.status;
  if (status === undefined) throw new Error(`${name} answered nothing`);
  return status;
};
