import type { Redis } from 'ioredis';
import type { Pool } from 'pg';
import { changeCart, emptied, type CartContent } from '../cart/cart.ts';
import type { CartStore, Visitor } from '../cart/cart-store.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { Checkout } from '../checkout/checkout.ts';
import type { RecommendationsClient } from '../recommendations/recommendations-client.ts';
import { StaleCache } from '../resilience/stale-cache.ts';
import {
  toCartView,
  type CartView,
  type CheckoutAnswer,
  type CheckoutRequest,
  type Recommendations,
  type Storefront,
} from './storefront.ts';

export interface ModernParts {
  readonly catalogue: Catalogue;
  readonly carts: CartStore;
  readonly checkout: Checkout;
  readonly recommendations: RecommendationsClient;
  readonly database: Pool;
  readonly cache: Redis;
}

/** The shop of today: caches, bulkheads and breakers, so that what one dependency takes down stays small. */
export class ModernStorefront implements Storefront {
  /** What is bought together does not change from one minute to the next. Products beyond this many are not asked for twice in one. */
  private readonly recommended = new StaleCache({
    entries: 3_000,
    freshMs: 60_000,
    staleMs: 120_000,
    nowMs: Date.now,
  });

  constructor(private readonly parts: ModernParts) {}

  home() {
    return this.parts.catalogue.home();
  }

  category(category: string) {
    return this.parts.catalogue.category(category);
  }

  search(words: string) {
    return this.parts.catalogue.search(words);
  }

  product(sku: string) {
    return this.parts.catalogue.product(sku);
  }

  async recommendations(sku: string): Promise<Recommendations> {
    try {
      return await this.recommended.get(sku, async () => {
        const skus = await this.parts.recommendations.recommend(sku);
        const found = await Promise.all(skus.map((other) => this.product(other)));
        return { items: found.filter((product) => product !== null), degraded: false };
      });
    } catch {
      const popular = await this.home()
        .then((view) => view.popular.slice(0, 4))
        .catch(() => []);
      return { items: popular, degraded: true };
    }
  }

  async cart(visitor: Visitor): Promise<CartView> {
    return this.priced(await this.parts.carts.read(visitor));
  }

  async addToCart(visitor: Visitor, sku: string, quantity: number): Promise<CartView | null> {
    if ((await this.product(sku)) === null) return null;
    return this.priced(await this.parts.carts.change(visitor, (cart) => changeCart(cart, sku, { add: quantity })));
  }

  async removeFromCart(visitor: Visitor, sku: string): Promise<CartView> {
    return this.priced(await this.parts.carts.change(visitor, (cart) => changeCart(cart, sku, 'remove')));
  }

  async checkout(visitor: Visitor, request: CheckoutRequest): Promise<CheckoutAnswer> {
    const cart = await this.parts.carts.read(visitor);
    const { lines } = await this.priced(cart);
    const answer = await this.parts.checkout.attempt(request, lines);
    if (answer.outcome === 'confirmed' && cart.lines.length > 0) await this.parts.carts.write(visitor, emptied(cart));
    return answer;
  }

  async problems(): Promise<readonly string[]> {
    const checks = [
      this.parts.database
        .query('SELECT 1')
        .then(() => null)
        .catch(() => 'the database does not answer'),
      this.parts.cache
        .ping()
        .then(() => null)
        .catch(() => 'the cache does not answer'),
    ];
    return (await Promise.all(checks)).filter((problem) => problem !== null);
  }

  private async priced(cart: CartContent): Promise<CartView> {
    const lines = await Promise.all(
      cart.lines.map(async ({ sku, quantity }) => {
        const product = await this.product(sku);
        return product === null ? null : { sku, name: product.name, quantity, unitPriceCents: product.priceCents };
      }),
    );
    return toCartView(lines.filter((line) => line !== null));
  }
}
