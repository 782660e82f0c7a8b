import type { Visitor } from '../cart/cart-store.ts';
import type { HomeView, Product } from '../catalogue/product.ts';

export interface CartLine {
  readonly sku: string;
  readonly name: string;
  readonly quantity: number;
  readonly unitPriceCents: number;
}

export interface CartView {
  readonly lines: readonly CartLine[];
  readonly totalCents: number;
}

export interface Customer {
  readonly name: string;
  readonly email: string;
  readonly address: string;
}

export interface CheckoutRequest {
  /** The visitor's wish to buy, stable over retries; null when the client sent none. */
  readonly intent: string | null;
  readonly key: string;
  readonly customer: Customer;
  readonly card: string;
}

export type CheckoutAnswer =
  | { readonly outcome: 'confirmed'; readonly orderId: string; readonly totalCents: number }
  | { readonly outcome: 'declined' | 'soldOut' | 'emptyCart' }
  /** A dependency is out: nothing can be said yet, the same key may be sent again. */
  | { readonly outcome: 'unavailable' };

export interface Recommendations {
  readonly items: readonly Product[];
  /** The recommendation service did not answer; popular products stand in. */
  readonly degraded: boolean;
}

/** What the pages need of a shop; one implementation a profile. @throws UnavailableError when a dependency is out. */
export interface Storefront {
  home(): Promise<HomeView>;
  category(category: string): Promise<readonly Product[]>;
  search(words: string): Promise<readonly Product[]>;
  product(sku: string): Promise<Product | null>;
  recommendations(sku: string): Promise<Recommendations>;
  cart(visitor: Visitor): Promise<CartView>;
  /** Null: there is no such product. @throws CartFullError */
  addToCart(visitor: Visitor, sku: string, quantity: number): Promise<CartView | null>;
  removeFromCart(visitor: Visitor, sku: string): Promise<CartView>;
  checkout(visitor: Visitor, request: CheckoutRequest): Promise<CheckoutAnswer>;
  /** What is wrong with dependencies that the shop cannot do without; empty = ready. */
  problems(): Promise<readonly string[]>;
}

export const toCartView = (lines: readonly CartLine[]): CartView => ({
  lines,
  totalCents: lines.reduce((total, line) => total + line.quantity * line.unitPriceCents, 0),
});
