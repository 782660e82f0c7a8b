import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { httpAuditor, jsonAuditor, sqlAuditor } from '../../../src/adapters/shop/index.ts';
import { NotReadyError } from '../../../src/core/errors.ts';
import type { ShopAuditor } from '../../../src/ports.ts';
import { MemoryBooks } from '../../../src/run/testing/memory-books.ts';
import { describeAuditorContract } from './auditor-contract.ts';
import { startSmallShop, type SmallShop } from './small-shop.ts';

let shop: SmallShop;
/** The small shop's books as a book snapshot, which is what the kind `http` speaks. */
let snapshots: { url: string; close: () => void };
beforeAll(async () => {
  shop = await startSmallShop();
  snapshots = await serveSnapshots(sql());
});
afterAll(async () => {
  snapshots.close();
  await shop.stop();
});

const serveSnapshots = async (auditor: ShopAuditor): Promise<{ url: string; close: () => void }> => {
  const server = http.createServer((request, response) => {
    const since = Number(new URL(request.url ?? '/', 'http://shop').searchParams.get('since'));
    void auditor.snapshot(since).then((books) => response.end(JSON.stringify(books)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/books`;
  return {
    url,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
};

const queries = {
  sequence: 'SELECT last_value FROM positions',
  orders: `SELECT nr AS "orderId", wish AS intent, idempotency_key AS key, position AS sequence, total * 100 AS "totalCents",
      CASE state WHEN 'paid' THEN 'confirmed' ELSE 'pending' END AS status, extract(epoch FROM made) * 1000 AS "atMs"
    FROM purchases WHERE position > $1;`,
  orderLines: `SELECT nr AS "orderId", article AS sku, depot AS warehouse, units AS quantity
    FROM purchase_items JOIN purchases USING (nr) WHERE position > $1`,
  charges: `SELECT y.id AS "chargeId", nr AS "orderId", idempotency_key AS key, captured_cents AS "capturedCents",
      refunded_cents AS "refundedCents" FROM payments y JOIN purchases USING (nr) WHERE position > $1`,
  stock: 'SELECT article AS sku, depot AS warehouse, on_hand AS "onHand", held AS reserved FROM shelf',
  movements: `SELECT article AS sku, depot AS warehouse, 'receipt' AS kind, units AS quantity, position AS sequence
    FROM deliveries WHERE position > $1`,
};

const sql = (change: Partial<Parameters<typeof sqlAuditor>[0]> = {}): ShopAuditor =>
  sqlAuditor({
    connectionString: shop.connectionString,
    queries: { ...queries, sequence: undefined },
    timeoutMs: 5_000,
    mostRows: 1_000,
    sequenceSlack: 0,
    ...change,
  });

const parts = () => ({
  orders: {
    url: `${shop.apiUrl}/purchases?after={since}`,
    select: `data.{ "orderId": nr, "intent": wish, "key": idempotency_key, "sequence": position, "totalCents": $round($number(total) * 100),
      "status": state = "paid" ? "confirmed" : "pending", "lines": items.{ "sku": article, "warehouse": depot, "quantity": units }[] }`,
    next: 'links.next',
  },
  charges: {
    url: `${shop.apiUrl}/payments?after={since}`,
    select: `$.{ "chargeId": id, "orderId": nr, "key": idempotency_key, "capturedCents": $number(captured_cents) }`,
  },
  stock: { url: `${shop.apiUrl}/shelf`, select: 'shelf.{ "sku": article, "warehouse": depot, "onHand": on_hand }' },
  movements: {
    url: `${shop.apiUrl}/deliveries?after={since}`,
    select: '$.{ "sku": article, "warehouse": depot, "kind": "receipt", "quantity": units, "sequence": position }',
  },
});

const json = (change: Partial<ReturnType<typeof parts>> = {}, mostRows = 1_000): ShopAuditor =>
  jsonAuditor({ parts: { ...parts(), ...change }, headers: {}, timeoutMs: 5_000, mostRows, sequenceSlack: 0 });

const nobody = 'http://127.0.0.1:9/';
const { buy, restock } = {
  buy: (intent: string, quantity: number) => shop.buy(intent, quantity),
  restock: (quantity: number) => shop.restock(quantity),
};

describeAuditorContract('SQL', () => ({
  auditor: () => sql(),
  unreachable: () => sql({ connectionString: 'postgresql://nobody@127.0.0.1:9/none' }),
  buy,
  restock,
}));
describeAuditorContract('JSON', () => ({
  auditor: () => json(),
  unreachable: () => json({ stock: { url: nobody, select: '$' } }),
  buy,
  restock,
}));
describeAuditorContract('The book snapshot over HTTP', () => ({
  auditor: () => httpAuditor(snapshots.url),
  unreachable: () => httpAuditor(nobody),
  buy,
  restock,
}));
const memory = new MemoryBooks();
describeAuditorContract('The auditor in memory', () => ({
  auditor: () => memory,
  unreachable: () => new MemoryBooks(true),
  buy: (intent, quantity) => Promise.resolve(memory.buy(intent, quantity)),
  restock: (quantity) => {
    memory.restock(quantity);
    return Promise.resolve();
  },
}));

const failureOf = (auditor: ShopAuditor): Promise<string> =>
  auditor.snapshot(0).then(
    () => 'it answered',
    (error: unknown) => (error instanceof NotReadyError ? error.message : `no NotReadyError: ${String(error)}`),
  );
const unauditedBy = async (auditor: ShopAuditor) => (await auditor.snapshot(0)).unaudited;

describe('SQL', () => {
  it('begins near the end of what there was before the run', async () => {
    await shop.buy('long ago', 1);
    await shop.buy('just now', 1);
    const opening = await sql({ queries, sequenceSlack: 1 }).snapshot(0);
    expect(opening.orders.map(({ intent }) => intent)).toEqual(['just now']);
  });

  it.each([
    ['writes', `DELETE FROM purchases RETURNING *`, 'syntax error'],
    ['writes from within', `SELECT setval('positions', 1)`, 'read-only transaction'],
    ['says two things', 'SELECT 1; DROP TABLE purchases', 'syntax error'],
    ['breaks out', 'SELECT 1) AS a; COMMIT; DROP TABLE purchases; SELECT * FROM (SELECT 1', 'multiple commands'],
    ['takes too long', 'SELECT pg_sleep(30)', 'statement timeout'],
    ['names no table', 'SELECT * FROM nowhere', 'relation "nowhere" does not exist'],
    ['gives other columns', 'SELECT article FROM shelf', 'row 1 of stock does not fit: sku'],
  ])('refuses a query that %s', async (_, stock, words) => {
    const timeoutMs = stock.includes('sleep') ? 500 : 10_000;
    expect(await failureOf(sql({ timeoutMs, queries: { ...queries, stock } }))).toContain(words);
    expect((await shop.database.query('SELECT 1 FROM purchases')).rowCount).toBeGreaterThan(0);
  });

  it('says what its account may not read', async () => {
    expect(await failureOf(sql({ connectionString: shop.readersConnectionString }))).toContain(
      'the query for movements failed: permission denied for table deliveries',
    );
    const others = { ...queries, movements: undefined };
    expect(
      await unauditedBy(
        sql({ connectionString: shop.readersConnectionString, queries: { ...others, sequence: undefined } }),
      ),
    ).toEqual([{ part: 'movements', why: 'the configuration has no query for it (auditor.queries.movements)' }]);
  });

  it('does not audit half a list, nor orders that are nobody’s', async () => {
    expect(await unauditedBy(sql({ mostRows: 3 }))).toContainEqual({
      part: 'stock',
      why: 'more than 3 rows; narrow the query, or raise auditor.mostRows',
    });
    const nameless = `SELECT nr AS "orderId", 'confirmed' AS status, 1 AS "totalCents", position AS sequence FROM purchases`;
    expect(await unauditedBy(sql({ queries: { ...queries, orders: nameless, orderLines: undefined } }))).toEqual([
      { part: 'orderKeys', why: 'no row carries an intent or a key' },
    ]);
  });

  it('shows no password', async () => {
    const words = await failureOf(sql({ connectionString: 'postgresql://auditor:hush-hush@127.0.0.1:9/shop' }));
    expect(words).toContain('127.0.0.1:9/shop');
    expect(words).not.toContain('hush');
  });
});

describe('JSON', () => {
  it.each<[string, Partial<ReturnType<typeof parts>>, string]>([
    ['no JSON', { stock: { url: 'nonsense', select: '$' } }, 'did not answer with JSON: <html>'],
    ['another status', { stock: { url: 'elsewhere', select: '$' } }, 'answered with status 403: no'],
    ['an expression that is none', { stock: { url: 'shelf', select: 'shelf.{' } }, 'auditor.parts.stock.select failed'],
    [
      'other fields',
      { stock: { url: 'shelf', select: 'shelf.{ "sku": article }' } },
      'row 1 of stock does not fit: onHand',
    ],
  ])('says what is wrong: %s', async (_, change, words) => {
    const stock = change.stock ?? { url: '', select: '$' };
    expect(await failureOf(json({ stock: { ...stock, url: `${shop.apiUrl}/${stock.url}` } }))).toContain(words);
  });

  it('follows pages on its own host alone, and not for ever', async () => {
    const orders = parts().orders;
    expect(await failureOf(json({ orders: { ...orders, next: '"https://elsewhere.example/"' } }))).toContain(
      'is no other page',
    );
    expect(await unauditedBy(json({}, 3))).toContainEqual({
      part: 'stock',
      why: 'more than 3 rows; ask for less, or raise auditor.mostRows',
    });
  });
});
