import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import type { PaymentOutcome, PaymentsClient } from '../payments/payments-client.ts';
import { UnavailableError, type CircuitBreaker } from '../resilience/circuit-breaker.ts';
import type { CartLine, CheckoutAnswer, CheckoutRequest } from '../web/storefront.ts';
import { settleOrder, type OrderStatus } from './settle-order.ts';

interface PlacedOrder {
  readonly orderId: string;
  /** The key of the order: another than the request's when the intent had an order already. */
  readonly key: string;
  readonly status: OrderStatus;
  readonly reason: string | null;
  readonly totalCents: number;
}

export interface CheckoutParts {
  readonly database: Pool;
  readonly databaseBreaker: CircuitBreaker;
  readonly payments: PaymentsClient;
}

/**
 * One attempt to buy.
 * 1. Reserve the stock and write the order as pending, in one transaction; or find the order of this key or intent.
 * 2. Authorise and capture the payment; the order's id is the provider's idempotency key.
 * 3. Confirm the order, or cancel it and free the stock.
 * An outage at 2 or 3 leaves the order pending: the answer is `unavailable`, and the next attempt or the recovery goes on from there.
 */
export class Checkout {
  constructor(protected readonly parts: CheckoutParts) {}

  /** Without lines there is an order already, or nothing to buy. */
  async attempt(
    request: CheckoutRequest,
    lines: readonly CartLine[],
    newOrderId = `order-${randomUUID()}`,
  ): Promise<CheckoutAnswer> {
    try {
      if (!this.parts.payments.admits()) throw new UnavailableError('payments');
      const order = lines.length === 0 ? await this.find(request) : await this.place(request, lines, newOrderId);
      if (order === null) return { outcome: 'emptyCart' };
      if (order === 'soldOut') return { outcome: 'soldOut' };
      return await this.finish(order, request);
    } catch (error) {
      if (error instanceof UnavailableError) return { outcome: 'unavailable' };
      throw error;
    }
  }

  private async finish(order: PlacedOrder, request: CheckoutRequest): Promise<CheckoutAnswer> {
    const confirmed = { outcome: 'confirmed', orderId: order.orderId, totalCents: order.totalCents } as const;
    if (order.status === 'confirmed') return confirmed;
    if (order.status === 'cancelled') return cancelledAnswer(order.reason);
    const payment = await this.parts.payments.pay({
      orderId: order.orderId,
      key: order.key,
      intent: request.intent,
      amountCents: order.totalCents,
      card: request.card,
    });
    const status = await this.parts.databaseBreaker.run(() => this.settle(order.orderId, payment));
    return status === 'confirmed' ? confirmed : cancelledAnswer(payment.outcome);
  }

  protected settle(orderId: string, payment: PaymentOutcome): Promise<OrderStatus> {
    return settleOrder(this.parts.database, this.parts.payments, orderId, payment);
  }

  private async place(
    request: CheckoutRequest,
    lines: readonly CartLine[],
    newOrderId: string,
  ): Promise<PlacedOrder | 'soldOut' | null> {
    const wanted = JSON.stringify(
      lines.map(({ sku, quantity, unitPriceCents }) => ({ sku, quantity, unitPriceCents })),
    );
    const customer = JSON.stringify(request.customer);
    const text = `SELECT o_id AS "orderId", o_key AS key, o_status AS status, o_reason AS reason, o_total AS "totalCents"
       FROM place_order($1, $2, $3, $4, $5)`;
    const values = [newOrderId, request.key, request.intent, customer, wanted];
    return this.parts.databaseBreaker.run(async () => {
      for (let attempt = 1; ; attempt += 1)
        try {
          return await this.query('place-order', text, values);
        } catch (error) {
          const code = error instanceof Error && 'code' in error ? error.code : null;
          if (code === soldOut) return 'soldOut';
          // The same key or intent came in at the same moment: its order is there now.
          if (code !== takenAlready || attempt === 2) throw error;
        }
    });
  }

  /** An answered order has emptied the cart: its retry is known by its key or intent alone. */
  private find(request: CheckoutRequest): Promise<PlacedOrder | null> {
    const text = `SELECT order_id AS "orderId", key, status, reason, total_cents AS "totalCents" FROM orders
       WHERE (key = $1 AND reason IS DISTINCT FROM 'cancelled') OR (intent = $2 AND status <> 'cancelled') ORDER BY (key = $1) DESC LIMIT 1`;
    return this.parts.databaseBreaker.run(() => this.query('find-order', text, [request.key, request.intent]));
  }

  private async query(name: string, text: string, values: unknown[]): Promise<PlacedOrder | null> {
    const result = await this.parts.database.query<PlacedOrder>({ name, text, values });
    return result.rows[0] ?? null;
  }
}

/** What `place_order` raises, as SQLSTATE. */
const soldOut = 'PS001';
const takenAlready = '23505';

/** Undone by the recovery while we were at it: the same key may be sent again and makes a new order. */
const cancelledAnswer = (reason: string | null): CheckoutAnswer =>
  reason === 'declined' ? { outcome: 'declined' } : { outcome: 'unavailable' };
