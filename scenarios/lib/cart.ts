/** One position of a cart or an order. Money in cents, whole units. */
export interface OrderLine {
  readonly sku: string;
  readonly quantity: number;
  readonly unitPriceCents: number;
}

/** What the shopper was shown last: what it would pay. */
export interface Cart {
  readonly lines: readonly OrderLine[];
  readonly amountCents: number;
}

export const emptyCart: Cart = { lines: [], amountCents: 0 };
