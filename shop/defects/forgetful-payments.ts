import { randomUUID } from 'node:crypto';
import { PaymentsClient } from '../payments/payments-client.ts';

/**
 * Planted defect `double-charge-on-retry`: each call has an idempotency key of its own, so that the provider takes a second one for the
 * same order (a double click, a reload, a retry) for another payment.
 */
export class ForgetfulPayments extends PaymentsClient {
  protected override keyOf(): string {
    return randomUUID();
  }
}
