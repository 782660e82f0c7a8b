import { randomUUID } from 'node:crypto';

export type PaymentStatus = 'requires_payment_method' | 'requires_capture' | 'succeeded' | 'canceled';

/** A payment intent in the shape that Stripe gives it, as far as this shop uses it. */
export interface PaymentIntent {
  readonly id: string;
  readonly object: 'payment_intent';
  readonly amount: number;
  readonly amount_received: number;
  readonly amount_refunded: number;
  readonly currency: 'usd';
  readonly status: PaymentStatus;
  readonly metadata: Readonly<Record<string, string>>;
  readonly created: number;
}

export interface PaymentWish {
  readonly amount: number;
  readonly card: string;
  readonly metadata: Readonly<Record<string, string>>;
}

const isDeclined = (card: string): boolean => card.endsWith('0002');

/**
 * The payment provider's books, in memory. An idempotency key has one intent for ever: who comes again with the key gets what
 * became of it. Cancelling a key that has no intent yet leaves a cancelled one, so that a request still on its way cannot charge.
 */
export class PaymentBook {
  private readonly byId = new Map<string, PaymentIntent & { readonly key: string }>();
  private readonly idByKey = new Map<string, string>();

  constructor(private readonly nowMs: () => number) {}

  create(key: string, wish: PaymentWish): PaymentIntent {
    return (
      this.ofKey(key) ?? this.enter(key, wish, isDeclined(wish.card) ? 'requires_payment_method' : 'requires_capture')
    );
  }

  /** Null: no such intent. Anything but an authorised intent stays as it is. */
  capture(id: string): PaymentIntent | null {
    return this.change(id, (intent) =>
      intent.status === 'requires_capture' ? { status: 'succeeded', amount_received: intent.amount } : {},
    );
  }

  /** A captured intent stays captured: the answer says what became of the key. */
  cancel(key: string): PaymentIntent {
    const known = this.ofKey(key) ?? this.enter(key, { amount: 0, card: '', metadata: {} }, 'canceled');
    const canceled = this.change(known.id, (intent) => (intent.status === 'succeeded' ? {} : { status: 'canceled' }));
    return canceled ?? known;
  }

  refund(id: string): PaymentIntent | null {
    return this.change(id, (intent) => ({ amount_refunded: intent.amount_received }));
  }

  /** Everything that was ever captured. */
  captured(): readonly (PaymentIntent & { readonly key: string })[] {
    return [...this.byId.values()].filter((intent) => intent.amount_received > 0);
  }

  private ofKey(key: string): PaymentIntent | undefined {
    const id = this.idByKey.get(key);
    return id === undefined ? undefined : this.byId.get(id);
  }

  private enter(key: string, wish: PaymentWish, status: PaymentStatus): PaymentIntent {
    const intent = {
      id: `pi_${randomUUID()}`,
      object: 'payment_intent' as const,
      amount: wish.amount,
      amount_received: 0,
      amount_refunded: 0,
      currency: 'usd' as const,
      status,
      metadata: wish.metadata,
      created: this.nowMs(),
      key,
    };
    this.byId.set(intent.id, intent);
    this.idByKey.set(key, intent.id);
    return intent;
  }

  private change(id: string, next: (intent: PaymentIntent) => Partial<PaymentIntent>): PaymentIntent | null {
    const intent = this.byId.get(id);
    if (intent === undefined) return null;
    const changed = { ...intent, ...next(intent) };
    this.byId.set(id, changed);
    return changed;
  }
}
