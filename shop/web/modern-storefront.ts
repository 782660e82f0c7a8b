import type { Redis } from 'ioredis';
import type { Pool } from 'pg';
import { changeCart, emptied, type CartContent } from '../cart/cart.ts';
import type { CartStore, Visitor } from '../cart/cart-store.ts';
import type { Catalogue } from '../catalogue/catalogue.ts';
import type { Product } from '../catalogue/product.ts';
import type { Checkout } from '../checkout/checkout.ts';
import type { RecommendationsClient } from '../recommendations/recommendations-client.ts';
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
      const skus = await this.parts.recommendations.recommend(sku);
      const found = await Promise.all(skus.map((other) => this.product(other)));
      return { items: found.filter((product): product is Product => product !== null), degraded: false };
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
    const cart = changeCart(await this.parts.carts.read(visitor), sku, { add: quantity });
    await this.parts.carts.write(visitor, cart);
    return this.priced(cart);
  }

  async removeFromCart(visitor: Visitor, sku: string): Promise<CartView> {
    const cart = changeCart(await this.parts.carts.read(visitor), sku, 'remove');
    await this.parts.carts.write(visitor, cart);
    return this.priced(cart);
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
