import type { Product } from '../catalogue/product.ts';
import type { Storefront } from '../web/storefront.ts';

/** A bad release: product pages show a tenth of the price, as when a unit was mistaken. Carts and orders have the right one. */
export const withWrongPrices = (storefront: Storefront): Storefront => {
  // The same object for the same product: pages are kept by it.
  const shown = new WeakMap<Product, Product>();
  const mistaken = (product: Product): Product => {
    const known = shown.get(product) ?? { ...product, priceCents: Math.max(1, Math.round(product.priceCents / 10)) };
    shown.set(product, known);
    return known;
  };
  return {
    home: () => storefront.home(),
    category: (category) => storefront.category(category),
    search: (words) => storefront.search(words),
    product: async (sku) => {
      const product = await storefront.product(sku);
      return product === null ? null : mistaken(product);
    },
    recommendations: (sku) => storefront.recommendations(sku),
    cart: (visitor) => storefront.cart(visitor),
    addToCart: (visitor, sku, quantity) => storefront.addToCart(visitor, sku, quantity),
    removeFromCart: (visitor, sku) => storefront.removeFromCart(visitor, sku),
    checkout: (visitor, request) => storefront.checkout(visitor, request),
    problems: () => storefront.problems(),
  };
};
