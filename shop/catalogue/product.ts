/** A product as the storefront shows it. */
export interface Product {
  readonly sku: string;
  readonly name: string;
  readonly category: string;
  readonly priceCents: number;
  readonly description: string;
  /** What the storefront believes is left over all warehouses; the sale is decided elsewhere. */
  readonly units: number;
}

export interface HomeView {
  readonly categories: readonly string[];
  readonly doorbusters: readonly Product[];
  readonly popular: readonly Product[];
}
