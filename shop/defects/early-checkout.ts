import { randomUUID } from 'node:crypto';
import { Checkout } from '../checkout/checkout.ts';
import { log } from '../process/service.ts';
import { toCartView, type CartLine, type CheckoutAnswer, type CheckoutRequest } from '../web/storefront.ts';

/**
 * Planted defect `acknowledge-before-commit`: the order is handed to a queue in memory, and the visitor is thanked. What the
 * database, the payment or the stock then says reaches nobody.
 */
export class EarlyCheckout extends Checkout {
  override async attempt(request: CheckoutRequest, lines: readonly CartLine[]): Promise<CheckoutAnswer> {
    if (lines.length === 0) return super.attempt(request, lines);
    const orderId = `order-${randomUUID()}`;
    void super
      .attempt(request, lines, orderId)
      .catch((error: unknown) => log('web', `order ${orderId} of the queue: ${String(error)}`));
    return { outcome: 'confirmed', orderId, totalCents: toCartView(lines).totalCents };
  }
}
