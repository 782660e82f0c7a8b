import type { Pool } from 'pg';
import { Checkout } from '../checkout/checkout.ts';
import type { CartLine, CheckoutAnswer, CheckoutRequest } from '../web/storefront.ts';

/** Cents by SKU. */
type PriceList = ReadonlyMap<string, number>;

/**
 * Planted defect `stale-promotion-price`: pages and cart show today's price, the checkout charges by a price list of its own, which is
 * from before the promotion.
 */
export class StalePriceCheckout extends Checkout {
  private priceList: PriceList | null = null;

  override async attempt(request: CheckoutRequest, lines: readonly CartLine[]): Promise<CheckoutAnswer> {
    const prices = (this.priceList ??= await readOldPrices(this.parts.database));
    const priced = lines.map((line) => ({ ...line, unitPriceCents: prices.get(line.sku) ?? line.unitPriceCents }));
    return super.attempt(request, priced);
  }
}

const readOldPrices = async (database: Pool): Promise<PriceList> => {
  const text = 'SELECT sku, regular_price_cents AS cents FROM product';
  const { rows } = await database.query<{ sku: string; cents: number }>(text);
  return new Map(rows.map(({ sku, cents }) => [sku, cents]));
};
