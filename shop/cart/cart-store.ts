import type { CacheBatch } from '../database/cache-batch.ts';
import type { CircuitBreaker } from '../resilience/circuit-breaker.ts';
import { CartFullError, emptyCart, newerCart, readCart, writeCart, type CartContent } from './cart.ts';

/** One visitor, as the cookies tell. */
export interface Visitor {
  readonly sid: string;
  /** The cart's copy in the signed cookie; null when there is none, or it is not ours. */
  cartCopy(): string | null;
  /** Sends the copy along with the answer. */
  keepCartCopy(text: string): void;
}

const cartLifeSeconds = 86_400;

const keyOf = (visitor: Visitor): string => `cart:${visitor.sid}`;

/**
 * Carts live in the cache, with a copy in a signed cookie of the visitor: neither a lost cache nor an outage of it takes
 * a cart along. Of the two, the newer is right.
 */
export class CartStore {
  constructor(
    private readonly cache: CacheBatch,
    private readonly breaker: CircuitBreaker,
    /** False is the planted defect: the cart is lost with the cache. */
    private readonly keepsCopy: boolean,
  ) {}

  async read(visitor: Visitor): Promise<CartContent> {
    const cached = await this.breaker.run(() => this.cache.get(keyOf(visitor))).catch(() => null);
    return newerCart(readCart(cached), this.copyOf(visitor));
  }

  /**
   * Changes the cart, in one exchange with the cache where the visitor's copy is as new as what lies there: the change goes in, what was
   * there comes out. Had it seen changes that the copy has not (an answer that got lost, another tab), the change is made anew on top
   * of it. @throws whatever `change` throws, with the cart as it was.
   */
  async change(visitor: Visitor, change: (cart: CartContent) => CartContent): Promise<CartContent> {
    const seen = this.copyOf(visitor) ?? emptyCart;
    let changed: CartContent;
    try {
      changed = change(seen);
    } catch (error) {
      if (!(error instanceof CartFullError)) throw error;
      return this.write(visitor, change(await this.read(visitor)));
    }
    const before = readCart(await this.exchange(visitor, changed));
    if (before === null || before.version <= seen.version) return this.keepCopy(visitor, changed);
    try {
      changed = change(before);
    } catch (error) {
      await this.write(visitor, before);
      throw error;
    }
    return this.write(visitor, changed);
  }

  /** The cart as it was written. */
  async write(visitor: Visitor, cart: CartContent): Promise<CartContent> {
    await this.breaker
      .run(() => this.cache.set(keyOf(visitor), writeCart(cart), cartLifeSeconds))
      .catch(() => undefined);
    return this.keepCopy(visitor, cart);
  }

  private exchange(visitor: Visitor, cart: CartContent): Promise<string | null> {
    return this.breaker
      .run(() => this.cache.exchange(keyOf(visitor), writeCart(cart), cartLifeSeconds))
      .catch(() => null);
  }

  private copyOf(visitor: Visitor): CartContent | null {
    return this.keepsCopy ? readCart(visitor.cartCopy()) : null;
  }

  private keepCopy(visitor: Visitor, cart: CartContent): CartContent {
    if (this.keepsCopy) visitor.keepCartCopy(writeCart(cart));
    return cart;
  }
}
