import { randomUUID } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';
import type { Visitor } from '../cart/cart-store.ts';
import type { Product } from '../catalogue/product.ts';
import { queryCategory, queryHome, queryProducts, querySearch } from '../catalogue/queries.ts';
import type { PaymentsClient } from '../payments/payments-client.ts';
import {
  toCartView,
  type CartView,
  type CheckoutAnswer,
  type CheckoutRequest,
  type Recommendations,
  type Storefront,
} from '../web/storefront.ts';
import { heldSeconds } from './held-times.ts';
import { chooseWarehouses, type WarehouseLine } from './late-stock.ts';

/**
 * The monolith that the platform came from, in few lines: one connection held for the whole page, no cache, no time-outs, and
 * a checkout that believes the counters of the last inventory sync.
 */
export class LegacyStorefront implements Storefront {
  constructor(
    private readonly database: Pool,
    private readonly payments: PaymentsClient,
  ) {}

  home() {
    return this.page('home', queryHome);
  }

  category(category: string) {
    return this.page('category', (client) => queryCategory(client, category));
  }

  search(words: string) {
    return this.page('search', (client) => querySearch(client, words));
  }

  product(sku: string): Promise<Product | null> {
    return this.page('product', async (client) => (await queryProducts(client, [sku]))[0] ?? null);
  }

  recommendations(): Promise<Recommendations> {
    return this.page('recommendations', async (client) => {
      const { popular } = await queryHome(client);
      return { items: popular.slice(0, 4), degraded: false };
    });
  }

  cart(visitor: Visitor): Promise<CartView> {
    return this.page('cart', (client) => readCart(client, visitor));
  }

  addToCart(visitor: Visitor, sku: string, quantity: number): Promise<CartView | null> {
    return this.page('changeCart', async (client) => {
      if ((await queryProducts(client, [sku])).length === 0) return null;
      await client.query(
        `INSERT INTO legacy_cart (sid, sku, quantity) VALUES ($1, $2, $3)
         ON CONFLICT (sid, sku) DO UPDATE SET quantity = legacy_cart.quantity + $3`,
        [visitor.sid, sku, quantity],
      );
      return readCart(client, visitor);
    });
  }

  removeFromCart(visitor: Visitor, sku: string): Promise<CartView> {
    return this.page('changeCart', async (client) => {
      await client.query('DELETE FROM legacy_cart WHERE sid = $1 AND sku = $2', [visitor.sid, sku]);
      return readCart(client, visitor);
    });
  }

  /**
   * Three pages in a row, each with a connection of its own: the cart, the payment, the confirmation. Nothing is reserved: between the
   * look at the counters and the order, others buy the same units.
   */
  async checkout(visitor: Visitor, request: CheckoutRequest): Promise<CheckoutAnswer> {
    const seen = await this.page('checkoutCart', async (client) => {
      const known = await findOrder(client, request);
      const cart = await readCart(client, visitor);
      return { known, cart, lines: await chooseWarehouses(client, cart.lines) };
    });
    if (seen.known !== null) return confirmed(seen.known);
    const { cart, lines } = seen;
    if (cart.lines.length === 0) return { outcome: 'emptyCart' };
    if (lines === null) return { outcome: 'soldOut' };
    const isPaid = await this.page('checkoutPayment', (client) => this.buy(client, request, lines, cart.totalCents));
    if (!isPaid) return { outcome: 'declined' };
    return this.page('checkoutConfirmation', async (client) => {
      await client.query('DELETE FROM legacy_cart WHERE sid = $1', [visitor.sid]);
      const order = await findOrder(client, request);
      if (order === null) throw new Error(`order of key ${request.key} was not recorded`);
      return confirmed(order);
    });
  }

  async problems(): Promise<readonly string[]> {
    const problem = await this.database
      .query('SELECT 1')
      .then(() => null)
      .catch(() => 'the database does not answer');
    return problem === null ? [] : [problem];
  }

  /** False: the card was declined. A payment for an intent that has an order already is given back. */
  private async buy(
    client: PoolClient,
    request: CheckoutRequest,
    lines: readonly WarehouseLine[],
    totalCents: number,
  ): Promise<boolean> {
    const payment = await this.payments.pay({
      orderId: `legacy-${request.key}`,
      key: request.key,
      intent: request.intent,
      amountCents: totalCents,
      card: request.card,
    });
    if (payment.outcome !== 'captured') return false;
    await client.query('SELECT legacy_record_order($1, $2, $3, $4, $5, $6, $7)', [
      `order-${randomUUID()}`,
      request.key,
      request.intent,
      JSON.stringify(request.customer),
      JSON.stringify(lines),
      payment.paymentId,
      totalCents,
    ]);
    const order = await findOrder(client, request);
    if (order?.paymentId !== payment.paymentId) await this.payments.refund(payment.paymentId);
    return true;
  }

  private async page<T>(kind: keyof typeof heldSeconds, work: (client: PoolClient) => Promise<T>): Promise<T> {
    const client = await this.database.connect();
    let broken: Error | undefined;
    try {
      const heldUntilMs = performance.now() + 1_000 * heldSeconds[kind];
      const result = await work(client);
      await client.query('SELECT pg_sleep($1)', [Math.max(0, (heldUntilMs - performance.now()) / 1_000)]);
      return result;
    } catch (error) {
      broken = error instanceof Error ? error : new Error(String(error));
      throw error;
    } finally {
      client.release(broken);
    }
  }
}

interface RecordedOrder {
  readonly orderId: string;
  readonly totalCents: number;
  readonly paymentId: string;
}

const confirmed = ({ orderId, totalCents }: RecordedOrder): CheckoutAnswer => ({
  outcome: 'confirmed',
  orderId,
  totalCents,
});

const findOrder = async (client: PoolClient, request: CheckoutRequest): Promise<RecordedOrder | null> => {
  const found = await client.query<RecordedOrder>(
    `SELECT order_id AS "orderId", total_cents AS "totalCents", payment_id AS "paymentId" FROM orders
     WHERE key = $1 OR (intent = $2 AND status <> 'cancelled') ORDER BY (key = $1) DESC LIMIT 1`,
    [request.key, request.intent],
  );
  return found.rows[0] ?? null;
};

const readCart = async (client: PoolClient, visitor: Visitor): Promise<CartView> => {
  const lines = await client.query<CartView['lines'][number]>(
    `SELECT c.sku, p.name, c.quantity, p.price_cents AS "unitPriceCents"
     FROM legacy_cart c JOIN product p USING (sku) WHERE c.sid = $1 ORDER BY c.sku`,
    [visitor.sid],
  );
  return toCartView(lines.rows);
};
