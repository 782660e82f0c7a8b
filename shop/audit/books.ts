import { createHash } from 'node:crypto';
import type { Pool } from 'pg';
import type { BookSnapshot } from '../../src/core/wire/audit.ts';
import type { ShopProfile } from '../../src/core/reference-shop.ts';
import type { PaymentIntent } from '../payments/payment-book.ts';

type Stock = BookSnapshot['stock'];
type Orders = BookSnapshot['orders'];
type Movements = BookSnapshot['movements'];
type Captured = readonly (PaymentIntent & { readonly key: string })[];

/** What one look into the database gives; numbers that PostgreSQL sends as text are cast there. */
interface DatabaseBooks {
  readonly stock: Stock;
  readonly orders: Orders;
  readonly movements: Movements;
  readonly sequence: number;
  /** Stands for every order there is, whatever was asked for. */
  readonly orderDigest: string;
  /** Orders still pending and sold lines still on their way. */
  readonly unfinished: number;
}

/** In `legacy`, sold units leave the stock with the next sync: until then they are on hand, but nobody else's to buy. */
const stockQueries = {
  modern: `SELECT sku, warehouse, on_hand AS "onHand", reserved FROM stock ORDER BY sku, warehouse`,
  legacy: `
    SELECT s.sku, s.warehouse, s.on_hand AS "onHand", coalesce(sum(o.quantity), 0)::integer AS reserved
    FROM stock s LEFT JOIN outbox o USING (sku, warehouse) GROUP BY s.sku, s.warehouse ORDER BY s.sku, s.warehouse`,
} as const satisfies Record<ShopProfile, string>;

const ordersQuery = `
  SELECT o.order_id AS "orderId", o.intent, o.key, o.status, o.total_cents AS "totalCents", o.sequence::float8 AS sequence,
    o.cancelled_sequence::float8 AS "cancelledSequence", (extract(epoch FROM o.created_at) * 1000)::float8 AS "atMs",
    (SELECT json_agg(json_build_object('sku', l.sku, 'warehouse', l.warehouse, 'quantity', l.quantity) ORDER BY l.sku)
     FROM order_line l WHERE l.order_id = o.order_id) AS lines
  FROM orders o WHERE o.sequence > $1 OR o.cancelled_sequence > $1 ORDER BY o.sequence`;

const movementsQuery = `
  SELECT sku, warehouse, kind, quantity, sequence::float8 AS sequence FROM movement WHERE sequence > $1 ORDER BY sequence`;

const stateQuery = `
  SELECT
    greatest(coalesce(max(sequence), 0), coalesce(max(cancelled_sequence), 0),
      (SELECT coalesce(max(sequence), 0) FROM movement))::float8 AS sequence,
    coalesce(sum(hashtextextended(concat_ws('|', order_id, status, total_cents, cancelled_sequence), 0)), 0)::text AS "orderDigest",
    (count(*) FILTER (WHERE status = 'pending') + (SELECT count(*) FROM outbox))::integer AS unfinished
  FROM orders`;

const readDatabase = async (database: Pool, profile: ShopProfile, sinceSequence: number): Promise<DatabaseBooks> => {
  const client = await database.connect();
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    const state = await client.query<Pick<DatabaseBooks, 'sequence' | 'orderDigest' | 'unfinished'>>(stateQuery);
    const stock = await client.query<Stock[number]>(stockQueries[profile]);
    const orders = await client.query<Orders[number]>(ordersQuery, [sinceSequence]);
    const movements = await client.query<Movements[number]>(movementsQuery, [sinceSequence]);
    await client.query('COMMIT');
    const [totals] = state.rows;
    if (totals === undefined) throw new Error('the books have no state');
    return { ...totals, stock: stock.rows, orders: orders.rows, movements: movements.rows };
  } finally {
    client.release();
  }
};

const toCharge = (intent: Captured[number]): BookSnapshot['charges'][number] => ({
  chargeId: intent.id,
  orderId: intent.metadata['order'] ?? null,
  intent: intent.metadata['intent'] ?? null,
  key: intent.metadata['key'] ?? null,
  capturedCents: intent.amount_received,
  refundedCents: intent.amount_refunded,
  atMs: intent.created,
});

/** The payment provider's charges, under the shop's own order ids: `legacy` pays before it has one. */
const readCharges = async (
  database: Pool,
  captured: Captured,
  sinceSequence: number,
): Promise<BookSnapshot['charges']> => {
  const known = await database.query<{ paymentId: string; orderId: string; isOld: boolean }>(
    `SELECT payment_id AS "paymentId", order_id AS "orderId",
       sequence <= $1 AND coalesce(cancelled_sequence, 0) <= $1 AS "isOld"
     FROM orders WHERE payment_id IS NOT NULL`,
    [sinceSequence],
  );
  const orderOf = new Map(known.rows.map((row) => [row.paymentId, row]));
  return captured
    .filter((intent) => orderOf.get(intent.id)?.isOld !== true)
    .map((intent) => ({
      ...toCharge(intent),
      orderId: orderOf.get(intent.id)?.orderId ?? intent.metadata['order'] ?? null,
    }));
};

/**
 * The books as they are now: stock in full, and orders, charges and movements after `sinceSequence`. Two equal digests mean
 * that nothing changed in between and nothing is left to be done: while an order is pending, or a sold line is on its way,
 * the digest carries the instant.
 */
export const readBooks = async (
  database: Pool,
  profile: ShopProfile,
  fetchCaptured: () => Promise<Captured>,
  sinceSequence: number,
  nowMs: number,
): Promise<BookSnapshot> => {
  const books = await readDatabase(database, profile, sinceSequence);
  const captured = await fetchCaptured();
  const charges = await readCharges(database, captured, sinceSequence);
  const money = captured.map((intent) => [intent.id, intent.amount_received, intent.amount_refunded]);
  const digest = createHash('sha256')
    .update(
      JSON.stringify([books.stock, books.orderDigest, money, books.sequence, books.unfinished > 0 ? nowMs : null]),
    )
    .digest('hex');
  const { stock, orders, movements, sequence } = books;
  return { atMs: nowMs, digest, sequence, stock, orders, charges, movements };
};
