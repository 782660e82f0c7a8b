import type { CircuitBreaker } from '../resilience/circuit-breaker.ts';
import { requestJson, type JsonAnswer } from '../resilience/http-json.ts';
import type { PaymentIntent } from './payment-book.ts';

export interface PaymentRequest {
  /** Also the idempotency key at the provider: an order is paid once, however often it is tried. */
  readonly orderId: string;
  /** The client's key and intent, for the provider's books. */
  readonly key: string;
  readonly intent: string | null;
  readonly amountCents: number;
  readonly card: string;
}

export type PaymentOutcome =
  | { readonly outcome: 'captured'; readonly paymentId: string }
  /** Nothing was and nothing will be captured for this order. */
  | { readonly outcome: 'declined' | 'cancelled' };

/** One call to the provider, beyond what it takes when it is slow but alive, ms. */
const callTimeoutMs = 2_000;

/** The payment provider as the shop sees it. @throws UnavailableError when it does not answer, or answers 429 or 5xx. */
export class PaymentsClient {
  constructor(
    private readonly url: string,
    private readonly breaker: CircuitBreaker,
  ) {}

  admits(): boolean {
    return this.breaker.admits();
  }

  /** Authorises and captures, in one call. Doing it again for the same order changes nothing. */
  async pay(request: PaymentRequest): Promise<PaymentOutcome> {
    const paid = await this.post('/v1/payment_intents', this.keyOf(request), {
      amount: request.amountCents,
      card: request.card,
      confirm: true,
      capture_method: 'automatic',
      metadata: {
        order: request.orderId,
        key: request.key,
        ...(request.intent === null ? {} : { intent: request.intent }),
      },
    });
    return paid.status === 402 ? { outcome: 'declined' } : outcomeOf(paid.body as PaymentIntent);
  }

  /** Cancels what is not captured yet, for good, and says what became of the payment. */
  async cancel(orderId: string): Promise<PaymentOutcome> {
    return outcomeOf((await this.post('/v1/payment_intents/cancel', orderId, {})).body as PaymentIntent);
  }

  async refund(paymentId: string): Promise<void> {
    await this.post('/v1/refunds', paymentId, { payment_intent: paymentId });
  }

  protected keyOf({ orderId }: PaymentRequest): string {
    return orderId;
  }

  protected post(path: string, key: string, body: unknown): Promise<JsonAnswer> {
    return this.breaker.run(async () => {
      const headers = { 'idempotency-key': key };
      const answer = await requestJson({
        method: 'POST',
        url: `${this.url}${path}`,
        body,
        headers,
        timeoutMs: callTimeoutMs,
      });
      if (answer.status !== 200 && answer.status !== 402)
        throw new Error(`payments answered ${answer.status} to ${path}`);
      return answer;
    });
  }
}

const outcomeOf = (intent: PaymentIntent): PaymentOutcome => {
  if (intent.status === 'succeeded') return { outcome: 'captured', paymentId: intent.id };
  return { outcome: intent.status === 'requires_payment_method' ? 'declined' : 'cancelled' };
};
