import { Checkout } from '../checkout/checkout.ts';
import { settleOrder, type OrderStatus } from '../checkout/settle-order.ts';
import type { PaymentOutcome } from '../payments/payments-client.ts';

/**
 * Planted defect `slow-leak`: a connection is taken from the pool for each declined payment, and never given back. One order in
 * fifty is declined, so that all is well for a while.
 */
export class LeakingCheckout extends Checkout {
  protected override async settle(orderId: string, payment: PaymentOutcome): Promise<OrderStatus> {
    if (payment.outcome !== 'declined') return super.settle(orderId, payment);
    const connection = await this.parts.database.connect();
    return settleOrder(connection, this.parts.payments, orderId, payment);
  }
}
