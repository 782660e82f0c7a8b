interface Product {
  readonly sku: string;
}

export const priceOf = (product: Product): number => {
  throw new Error(`no price for ${product.sku}`);
};
