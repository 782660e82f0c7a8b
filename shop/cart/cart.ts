/** What a cart holds. Prices are looked up when it is shown. */
export interface CartContent {
  /** Grows with each change: of two copies the one with the greater version is right. */
  readonly version: number;
  readonly lines: readonly { readonly sku: string; readonly quantity: number }[];
}

export const emptyCart: CartContent = { version: 0, lines: [] };

/** Kept small: the copy travels in a cookie. */
export const cartLimits = { lines: 20, quantityPerLine: 20 } as const;

export class CartFullError extends Error {}

/** Adds units, or takes the line out with `quantity` 0. @throws CartFullError beyond the limits. */
export const changeCart = (cart: CartContent, sku: string, change: { add: number } | 'remove'): CartContent => {
  const held = cart.lines.find((line) => line.sku === sku)?.quantity ?? 0;
  const quantity = change === 'remove' ? 0 : held + change.add;
  const others = cart.lines.filter((line) => line.sku !== sku);
  if (quantity > cartLimits.quantityPerLine)
    throw new CartFullError(`at most ${cartLimits.quantityPerLine} of one product`);
  if (quantity > 0 && others.length >= cartLimits.lines)
    throw new CartFullError(`at most ${cartLimits.lines} products`);
  const lines = quantity === 0 ? others : [...others, { sku, quantity }];
  return { version: cart.version + 1, lines };
};

export const emptied = (cart: CartContent): CartContent => ({ version: cart.version + 1, lines: [] });

/** The copy that saw the last change. */
export const newerCart = (one: CartContent | null, other: CartContent | null): CartContent =>
  (one?.version ?? -1) >= (other?.version ?? -1) ? (one ?? emptyCart) : (other ?? emptyCart);

const isLine = (value: unknown): value is [string, number] =>
  Array.isArray(value) && typeof value[0] === 'string' && Number.isInteger(value[1]) && value[1] > 0;

/** Text for the cache and the cookie. */
export const writeCart = (cart: CartContent): string =>
  JSON.stringify([cart.version, ...cart.lines.map(({ sku, quantity }) => [sku, quantity])]);

/** Null for anything that `writeCart` did not write. */
export const readCart = (text: string | null): CartContent | null => {
  if (text === null) return null;
  try {
    const [version, ...lines] = JSON.parse(text) as unknown[];
    if (!Number.isInteger(version) || !lines.every(isLine)) return null;
    return { version: version as number, lines: lines.map(([sku, quantity]) => ({ sku, quantity })) };
  } catch {
    return null;
  }
};
