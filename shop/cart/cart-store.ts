import type { Redis } from 'ioredis';
import type { CircuitBreaker } from '../resilience/circuit-breaker.ts';
import { newerCart, readCart, writeCart, type CartContent } from './cart.ts';

/** One visitor, as the cookies tell. */
export interface Visitor {
  readonly sid: string;
  /** The cart's copy in the signed cookie, null when there is none. */
  readonly cartCopy: string | null;
  /** Sends the copy along with the answer. */
  keepCartCopy(text: string): void;
}

const cartLifeSeconds = 86_400;

/**
 * Carts live in the cache, with a copy in a signed cookie of the visitor: neither a lost cache nor an outage of it takes
 * a cart along. Of the two, the newer is right.
 */
export class CartStore {
  constructor(
    private readonly cache: Redis,
    private readonly breaker: CircuitBreaker,
    /** False is the planted defect: the cart is lost with the cache. */
    private readonly keepsCopy: boolean,
  ) {}

  async read(visitor: Visitor): Promise<CartContent> {
    const cached = await this.breaker.run(() => this.cache.get(`cart:${visitor.sid}`)).catch(() => null);
    return newerCart(readCart(cached), this.keepsCopy ? readCart(visitor.cartCopy) : null);
  }

  async write(visitor: Visitor, cart: CartContent): Promise<void> {
    const text = writeCart(cart);
    if (this.keepsCopy) visitor.keepCartCopy(text);
    await this.breaker
      .run(() => this.cache.set(`cart:${visitor.sid}`, text, 'EX', cartLifeSeconds))
      .catch(() => undefined);
  }
}
