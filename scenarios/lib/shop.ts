import type { Catalogue } from './catalogue.ts';
import type { Shopper } from './shopper.ts';

/**
 * A shop as its shoppers know it. A step is one or more requests and the checks on what came back. It fails when it says so
 * (`page.expect`), when a request gets status 400 or above, or no answer; anything else that it throws is a crash of the adapter.
 */
export interface Shop {
  readonly catalogue: Catalogue;
  /** A card that the shop's payment provider declines, for planned declines; without it there are none. */
  readonly decliningCard?: string;
  /**
   * The checkout page gives another idempotency key each time it is loaded, and the shop knows an order that it has made already by
   * the intent, or by the cart. Half of those who reload then send the order under a new key. Without it a wish has one key.
   */
  readonly newKeyOnReload?: boolean;
  readonly steps: Readonly<Record<string, (shopper: Shopper) => Promise<unknown>>>;
}

/** A shop adapter, checked by the compiler: `export default defineShop({ catalogue, steps: { browse: async (shopper) => … } })`. */
export const defineShop = (shop: Shop): Shop => shop;
